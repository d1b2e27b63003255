//! The settings that VS Code offers are those that heaplight has.

use heaplight::{annotations::HintLevel, config::PythonVersion};
use serde_json::{Value, json};

#[test]
fn the_manifest_of_the_vscode_extension_offers_every_value_and_the_right_default() {
    let manifest: Value = serde_json::from_str(include_str!("../editors/vscode/package.json")).expect("JSON");
    let settings = &manifest["contributes"]["configuration"]["properties"];

    let versions = PythonVersion::ALL.map(|version| version.to_string());
    let offered: Vec<String> = ["auto".to_owned()].into_iter().chain(versions).collect();
    assert_eq!(settings["heaplight.targetVersion"]["enum"], json!(offered));
    assert_eq!(settings["heaplight.targetVersion"]["default"], "auto");
    let said = settings["heaplight.targetVersion"]["markdownDescription"].as_str().expect("a description");
    assert!(said.contains(&format!("else {}", PythonVersion::DEFAULT)), "{said}");

    let levels = HintLevel::ALL.map(HintLevel::name);
    assert_eq!(settings["heaplight.hints.level"]["enum"], json!(levels));
    assert_eq!(settings["heaplight.hints.level"]["default"], HintLevel::default().name());

    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
}
