//! The `drawbridge` program; everything it does is in the library.

fn main() -> std::process::ExitCode {
    drawbridge::cli::run()
}
