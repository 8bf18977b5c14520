//! The document of all shapes, whose generated code `numbers-zoo` compiles and calls.

use super::*;

#[test]
fn what_is_compiled_and_called_is_what_is_generated_today() {
    let zoo = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/zoo");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let (code, text) = ended(command.args(["generate", "--check", "--root"]).arg(zoo));
    assert_eq!(
        (code, text.as_str()),
        (0, ""),
        "run: cargo xtask generate --root xtask/tests/zoo"
    );
}
