use std::process::ExitCode;

/// Run the language server on standard input and output
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// What many clients add to the command; it is the only transport there is.
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(_arguments: &Arguments) -> ExitCode {
    crate::server::run()
}
