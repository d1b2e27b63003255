use std::{io::Write, path::PathBuf};

use serde_json::json;

use super::{
    exit::{self, Exit, Failure},
    inputs::Overrides,
};
use crate::{config, project::Effective, suppression};

/// Show the settings of a file, and where each comes from
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// A file that need not exist, or a folder.
    #[arg(default_value = ".")]
    file: PathBuf,
    #[command(flatten)]
    overrides: Overrides,
    /// How to print the settings.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    output_format: Format,
    /// Print the reference of all options as Markdown instead.
    #[arg(long, conflicts_with = "schema")]
    reference: bool,
    /// Print the JSON schema of the options instead.
    #[arg(long)]
    schema: bool,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// TOML, with the places as comments
    Text,
    /// Schema heaplight.config/1
    Json,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    if arguments.reference {
        write!(out, "{}", config::reference())?;
        return Ok(Exit::Clean);
    }
    if arguments.schema {
        writeln!(out, "{:#}", config::schema(&suppression::selectable()))?;
        return Ok(Exit::Clean);
    }
    let is_folder = arguments.file.is_dir();
    let file = if is_folder { arguments.file.join("any.py") } else { arguments.file.clone() };
    match arguments.overrides.lookup()?.explain(&file) {
        Ok(options) => {
            match arguments.output_format {
                Format::Text => options.iter().try_for_each(|option| write_text(option, out))?,
                Format::Json => writeln!(out, "{:#}", to_json(&options))?,
            }
            Ok(Exit::Clean)
        }
        Err(problem) => {
            exit::error(err, &problem.to_string())?;
            Ok(exit::of(problem.kind))
        }
    }
}

fn write_text(option: &Effective, out: &mut dyn Write) -> std::io::Result<()> {
    let origin = if option.origins.is_empty() { "default".to_owned() } else { option.origins.join(", ") };
    match &option.value {
        Some(value) => writeln!(out, "{} = {value}  # {origin}", option.name),
        None => writeln!(out, "# {}: the rules that are on by themselves", option.name),
    }
}

fn to_json(options: &[Effective]) -> serde_json::Value {
    let one = |option: &Effective| json!({ "name": option.name, "value": option.value, "origins": option.origins });
    json!({ "schema": "heaplight.config/1", "settings": options.iter().map(one).collect::<Vec<_>>() })
}
