//! The software that nobody here wrote, and which the outputs must please: a Python environment
//! with Anki's backend, qpdf and PDFium, made under the target folder on first use.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const REQUIREMENTS: &str = include_str!("clients/requirements.txt");

/// Says that a test which needs a client is left out, when the user asked for that.
///
/// Start such a test with `if clients::left_out("…") { return; }`.
pub fn left_out(test: &str) -> bool {
    let asked = std::env::var_os("DECKPRESS_NO_CLIENTS").is_some_and(|value| value == "1");
    if asked {
        println!("left out, DECKPRESS_NO_CLIENTS=1: {test}");
    }
    asked
}

/// Runs the script `tests/it/clients/<script>` with `args` and returns what it printed.
///
/// # Panics
/// When it fails, with everything it said.
pub fn python(script: &str, args: &[&Path]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/clients").join(script);
    let output = run(Command::new(interpreter()).arg("-X").arg("utf8").arg(path).args(args));
    String::from_utf8(output.stdout).expect("clients print UTF-8")
}

/// The interpreter of the environment; makes the environment first when it is missing or outdated.
pub fn interpreter() -> &'static Path {
    static INTERPRETER: OnceLock<PathBuf> = OnceLock::new();
    INTERPRETER.get_or_init(|| {
        let folder = target_folder().join("clients");
        fs::create_dir_all(&folder).expect("the target folder is writable");
        let lock = File::create(folder.join("lock")).expect("the target folder is writable");
        lock.lock().expect("the lock of the client environment");
        let environment = folder.join("python");
        let interpreter = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
        let stamp = folder.join("installed.txt");
        if fs::read_to_string(&stamp).ok().as_deref() != Some(REQUIREMENTS) {
            install(&environment, &environment.join(interpreter), &folder);
            fs::write(&stamp, REQUIREMENTS).expect("the target folder is writable");
        }
        environment.join(interpreter)
    })
}

fn install(environment: &Path, interpreter: &Path, folder: &Path) {
    let system = if cfg!(windows) { "python" } else { "python3" };
    let found = Command::new(system).arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(
        found,
        "these tests need `{system}` (3.10 or newer) on the PATH; DECKPRESS_NO_CLIENTS=1 leaves them out"
    );
    let requirements = folder.join("requirements.txt");
    fs::write(&requirements, REQUIREMENTS).expect("the target folder is writable");
    run(Command::new(system).args(["-m", "venv", "--clear"]).arg(environment));
    run(Command::new(interpreter)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"])
        .arg(&requirements));
}

/// The program of `plugins/<name>`, built first; cargo knows whether that is to be done.
pub fn plugin(name: &str) -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins").join(name).join("Cargo.toml");
    let target = target_folder().join("plugins");
    run(Command::new(env!("CARGO"))
        .args(["build", "--locked", "--quiet", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(&target));
    target.join("debug").join(format!("deckpress-{name}{}", std::env::consts::EXE_SUFFIX))
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?} failed\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// Where this build's own files go; what tests write belongs there too.
pub fn target_folder() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the temporary folder lies in the target folder")
}
