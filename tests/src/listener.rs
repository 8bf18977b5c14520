//! A port that stays reserved while a test makes it refuse or accept connections.

use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};
use tokio::net::TcpListener;

/// A port, reserved by a socket that does not listen.
pub struct Port {
    _holder: Socket,
    address: SocketAddr,
}

impl Port {
    /// Reserves a free port of 127.0.0.1. Connections to it are refused.
    pub fn take() -> Self {
        let holder = bound(SocketAddr::from(([127, 0, 0, 1], 0)));
        let address = holder.local_addr().unwrap().as_socket().unwrap();
        Self {
            _holder: holder,
            address,
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Accepts connections until the listener is dropped.
    pub fn listen(&self) -> TcpListener {
        let socket = bound(self.address);
        socket.listen(128).unwrap();
        socket.set_nonblocking(true).unwrap();
        TcpListener::from_std(socket.into()).unwrap()
    }
}

fn bound(address: SocketAddr) -> Socket {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.set_reuse_address(true).unwrap();
    // On Windows the line above allows it.
    #[cfg(unix)]
    socket.set_reuse_port(true).unwrap();
    socket.bind(&address.into()).unwrap();
    socket
}
