//! The command line: one file per subcommand.

mod articles;
mod audit;
mod config;
mod content;
mod demo;
mod export;
mod folder;
mod health;
mod import;
mod migrate;
mod program;
mod say;
mod secrets;
mod serve;
mod token;
mod training;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Flags, Settings, load};

/// Where developers, Security Champions and Network Security meet.
///
/// Without a command Drawbridge serves the site: open the address that it
/// prints. The first start prints a link, too, by which you become the first
/// admin. Everything is kept in one folder, ./data unless you say otherwise.
#[derive(Debug, Parser)]
#[command(name = "drawbridge", version, about, long_about, max_term_width = 100)]
struct CommandLine {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Args)]
struct Common {
    /// The folder that holds the database and the indexes [default: ./data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// A TOML file with settings; `config show` lists them
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A folder of articles to lay over the ones that come with the program
    #[arg(long, global = true, value_name = "DIR")]
    content: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the site (the default)
    Serve(serve::ServeArgs),
    /// Runs the site of a made-up company, to look around in; nothing leaves the machine
    Demo(demo::DemoArgs),
    /// Brings the database's schema up to date and stops
    Migrate,
    /// Asks a running site whether it is ready: 0 yes, 1 no, 2 no answer
    Healthcheck(health::HealthArgs),
    /// Adds people and lets them in, without the browser
    #[command(subcommand)]
    User(user::UserCommand),
    /// Makes API tokens, without the browser
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Takes in teams or people from a CSV file, or articles from a folder; all of it or nothing
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Writes teams or people out as CSV, or articles as files, that import takes again
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Holds what is kept of the champion program against what it was made from
    #[command(subcommand)]
    Program(program::ProgramCommand),
    /// Makes and changes the keys of the secrets in the database
    #[command(subcommand)]
    Secrets(secrets::SecretsCommand),
    /// Reads the record of changes again
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Proof-reads articles, or measures how well the search finds them
    #[command(subcommand)]
    Content(content::ContentCommand),
    /// Shows the settings, or checks them
    #[command(subcommand)]
    Config(config::ConfigCommand),
}

/// What a command came to; its exit code is a contract with scripts.
#[derive(Debug)]
pub enum Outcome {
    /// Exit 0.
    Done,
    /// Exit 1: something was found, or refused.
    Refused(String),
    /// Exit 2: it could not tell, or was used wrongly.
    Unable(String),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    let (code, words) = match dispatch(line) {
        Outcome::Done => (0, String::new()),
        Outcome::Refused(words) => (1, words),
        Outcome::Unable(words) => (2, words),
    };
    if !words.is_empty() {
        eprintln!("drawbridge: {words}");
    }
    ExitCode::from(code)
}

fn dispatch(line: CommandLine) -> Outcome {
    let CommandLine { common, command } = line;
    let command = command.unwrap_or(Command::Serve(serve::ServeArgs::default()));
    let bind = match &command {
        Command::Serve(args) => args.bind.clone(),
        Command::Demo(args) => args.bind.clone(),
        _ => None,
    };
    // Only a flag names a folder for the sample company: a setting is the real site's.
    let data_given = common.data.is_some();
    let flags = Flags { data: common.data, config: common.config, content: common.content, bind };
    let settings = match load(&flags, variables()) {
        Ok(settings) => settings,
        Err(error) => return Outcome::Unable(error.to_string()),
    };
    match command {
        Command::Serve(_) => serve::run(settings),
        Command::Demo(args) => demo::run(settings, &args, data_given),
        Command::Migrate => migrate::run(&settings),
        Command::Healthcheck(args) => health::run(&settings, &args),
        Command::User(command) => user::run(settings, command),
        Command::Token(command) => token::run(&settings, command),
        Command::Import(command) => import::run(&settings, command),
        Command::Export(command) => export::run(&settings, &command),
        Command::Program(command) => program::run(&settings, &command),
        Command::Secrets(command) => secrets::run(&settings, &command),
        Command::Audit(command) => audit::run(&settings, &command),
        Command::Content(command) => content::run(&settings, &command),
        Command::Config(command) => config::run(&settings, &command),
    }
}

/// The environment as text; a variable that is not UTF-8 can't be one of ours.
fn variables() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// Runs a future to its end on a runtime of its own.
fn block_on<F: Future>(future: F) -> F::Output {
    actix_web::rt::System::new().block_on(future)
}

/// Starts the log: on standard error, one JSON object a line.
fn start_log(settings: &Settings) -> Result<(), String> {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log)
        .map_err(|error| format!("log is “{}”, which is no filter: {error}", settings.log))?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .try_init()
        .map_err(|error| error.to_string())?;
    // A panic fails one request; in the log it is one record like all others.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    Ok(())
}
