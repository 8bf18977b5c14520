//! The scripted server behind TLS.

use std::sync::{Arc, Mutex};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::clock::ManualClock;
use crate::reply::Then;
use crate::server::{State, read_request};

/// A TLS server on localhost, with a self-signed certificate.
pub struct TlsServer {
    pub url: String,
    pub port: u16,
    /// The certificate, for those who are to trust it.
    pub pem: String,
    pub state: Arc<Mutex<State>>,
}

impl TlsServer {
    pub async fn start(clock: &ManualClock) -> Self {
        Self::named("localhost", clock).await
    }

    /// The same with a certificate for another name.
    pub async fn named(name: &str, clock: &ManualClock) -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed([name.to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state: Arc<Mutex<State>> = Arc::default();
        let (served, clock) = (state.clone(), clock.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                served.lock().unwrap().connections += 1;
                let _ = stream.set_nodelay(true);
                let (acceptor, state, clock) = (acceptor.clone(), served.clone(), clock.clone());
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let arrived = Notify::new();
                    while let Some(reply) =
                        read_request(&mut stream, &state, &clock, &arrived).await
                    {
                        for chunk in &reply.writes {
                            if stream.write_all(chunk).await.is_err() {
                                return;
                            }
                        }
                        let _ = stream.flush().await;
                        match reply.then {
                            Then::Keep => {}
                            Then::Close => {
                                let _ = stream.shutdown().await;
                                return;
                            }
                            Then::Reset => {
                                let socket = socket2::SockRef::from(stream.get_ref().0);
                                let _ = socket.set_linger(Some(std::time::Duration::ZERO));
                                return;
                            }
                            Then::Silence(time) => clock.advance(time),
                        }
                    }
                });
            }
        });
        Self {
            url: format!("https://localhost:{port}"),
            port,
            pem: cert.pem(),
            state,
        }
    }
}
