//! The program itself: run to its end, or served on a folder and stopped, or killed.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use super::Client;

/// Longer than any command takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder that goes away with its test.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new folder below the build's own.
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("folder-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the build folder can be written to");
        Folder(path)
    }

    /// A path in it, as text.
    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    /// Writes a file in it, with the folders above, and returns its path.
    pub fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(&path, text).expect("the file can be written");
        path.to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a command printed, and how it ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ended {
    /// It ended with this code.
    pub fn assert_code(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// It refused with this code, in one line on standard error that holds these parts.
    pub fn assert_refused(&self, code: i32, parts: &[&str]) -> &Self {
        self.assert_code(code);
        let lines: Vec<&str> = self.err.lines().filter(|line| !line.starts_with('{')).collect();
        assert_eq!(lines.len(), 1, "one line says it all: {self:#?}");
        for part in parts {
            assert!(lines[0].contains(part), "“{}” lacks “{part}”", lines[0]);
        }
        assert!(!self.err.contains("panicked"), "{self:#?}");
        self
    }
}

/// A command of the program, in an environment without settings of ours.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawbridge"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DRAWBRIDGE_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Ended {
    finish(command.spawn().expect("the program was built"))
}

/// Runs a command that reads this from standard input.
pub fn run_with_input(command: &mut Command, input: &str) -> Ended {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program was built");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    finish(child)
}

fn finish(mut child: Child) -> Ended {
    let (mut out, mut err) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        let _ = err.read_to_string(&mut text);
        text
    });
    let status = wait(&mut child);
    let mut text = String::new();
    let _ = out.read_to_string(&mut text);
    Ended { code: status.code().unwrap_or(-1), out: text, err: reader.join().expect("a reader") }
}

fn wait(child: &mut Child) -> ExitStatus {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("it is our child") {
            return status;
        }
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A site that is served by the program.
pub struct Serving {
    /// Where it listens.
    pub address: SocketAddr,
    lines: mpsc::Receiver<String>,
    log: Arc<Mutex<String>>,
    child: Child,
}

impl Serving {
    /// Serves with these arguments, on a free port.
    pub fn start(arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--bind", "127.0.0.1:0"];
        all.extend_from_slice(arguments);
        Self::of(&mut program(&all))
    }

    /// Serves by this command, which prints its address.
    pub fn of(command: &mut Command) -> Self {
        let mut child = command.spawn().expect("the program was built");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let err = BufReader::new(child.stderr.take().expect("a pipe"));
        // Pipes that nobody empties would stop the server.
        let (tell, lines) = mpsc::channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let log = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in err.lines().map_while(Result::ok) {
                let mut kept = kept.lock().expect("no reader panics");
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        let first = lines.recv_timeout(PATIENCE).unwrap_or_default();
        let url = first.rsplit(' ').next().unwrap_or_default();
        let host = url.trim_start_matches("http://").split('/').next().unwrap_or_default();
        let Ok(address) = host.parse() else {
            let _ = child.kill();
            panic!("it does not serve: {first:?}\n{}", log.lock().expect("no reader panics"));
        };
        Serving { address, lines, log, child }
    }

    /// The path of the link for the first admin.
    pub fn setup_link(&self) -> String {
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            if let Some(at) = line.find("/setup/") {
                return line[at..].to_owned();
            }
        }
        panic!("it prints no set-up link");
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().expect("no reader panics").clone()
    }

    /// A visitor.
    pub fn client(&self) -> Client {
        Client::new(self.address, &format!("http://{}", self.address))
    }

    /// Kills it, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it is our child");
    }

    /// Asks it to stop and returns how it ended, and after how long.
    pub fn stop(mut self) -> (ExitStatus, Duration) {
        let started = Instant::now();
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()));
        (wait(&mut self.child), started.elapsed())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
