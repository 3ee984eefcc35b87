//! `config show` and `config check`.

use clap::Subcommand;

use super::Outcome;
use super::say::say;
use crate::config::Settings;

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Prints each setting, its value and where it came from; secrets are hidden
    Show,
    /// Says whether the settings can be used
    Check,
}

/// Prints, or says that all is well: wrong settings were refused on the way here.
pub fn run(settings: &Settings, command: &ConfigCommand) -> Outcome {
    match command {
        ConfigCommand::Show => {
            for origin in &settings.origins {
                say!("{} = {}  ({})", origin.key, origin.value, origin.source);
            }
        }
        ConfigCommand::Check => say!("The settings can be used."),
    }
    Outcome::Done
}
