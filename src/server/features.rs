//! What the client can do, worked out once, from its `initialize` request.

use tower_lsp_server::ls_types::{ClientCapabilities, PositionEncodingKind};

use crate::text::PositionEncoding;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Features {
    /// In what columns are counted.
    pub(super) encoding: PositionEncoding,
    /// The story of a finding as places to click on; else it is told in the message.
    pub(super) related_information: bool,
    /// A hint's tooltip is asked for when the mouse rests on it; else it comes with the hint.
    pub(super) lazy_tooltips: bool,
    /// An action's edit is asked for when it is chosen; else it comes with the action.
    pub(super) lazy_edits: bool,
    /// The client asks for diagnostics; else they are sent to it.
    pub(super) pulls_diagnostics: bool,
    /// The client asks again when told to.
    pub(super) diagnostic_refresh: bool,
    /// The client fetches its hints again when told to.
    pub(super) hint_refresh: bool,
    /// The client tells of changed files, if asked to.
    pub(super) watches_files: bool,
}

impl Features {
    pub(super) fn of(client: &ClientCapabilities) -> Self {
        Self {
            encoding: encoding(client),
            related_information: related_information(client).unwrap_or(false),
            lazy_tooltips: lazy_tooltips(client).unwrap_or(false),
            lazy_edits: lazy_edits(client).unwrap_or(false),
            pulls_diagnostics: pulls_diagnostics(client),
            diagnostic_refresh: diagnostic_refresh(client).unwrap_or(false),
            hint_refresh: hint_refresh(client).unwrap_or(false),
            watches_files: watches_files(client).unwrap_or(false),
        }
    }

    pub(super) fn encoding_kind(self) -> PositionEncodingKind {
        match self.encoding {
            PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

/// UTF-8 needs no counting, so it comes first; then what the client likes best. Silence means UTF-16.
fn encoding(client: &ClientCapabilities) -> PositionEncoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or(&[]);
    if offered.contains(&PositionEncodingKind::UTF8) {
        return PositionEncoding::Utf8;
    }
    let known = |kind: &PositionEncodingKind| {
        [(PositionEncodingKind::UTF16, PositionEncoding::Utf16), (PositionEncodingKind::UTF32, PositionEncoding::Utf32)]
            .into_iter()
            .find_map(|(name, encoding)| (name == *kind).then_some(encoding))
    };
    offered.iter().find_map(known).unwrap_or(PositionEncoding::Utf16)
}

fn related_information(client: &ClientCapabilities) -> Option<bool> {
    client.text_document.as_ref()?.publish_diagnostics.as_ref()?.related_information
}

fn lazy_tooltips(client: &ClientCapabilities) -> Option<bool> {
    let resolve = client.text_document.as_ref()?.inlay_hint.as_ref()?.resolve_support.as_ref()?;
    Some(resolve.properties.iter().any(|property| property == "tooltip"))
}

fn hint_refresh(client: &ClientCapabilities) -> Option<bool> {
    client.workspace.as_ref()?.inlay_hint.as_ref()?.refresh_support
}

fn lazy_edits(client: &ClientCapabilities) -> Option<bool> {
    let resolve = client.text_document.as_ref()?.code_action.as_ref()?.resolve_support.as_ref()?;
    Some(resolve.properties.iter().any(|property| property == "edit"))
}

fn pulls_diagnostics(client: &ClientCapabilities) -> bool {
    client.text_document.as_ref().is_some_and(|text| text.diagnostic.is_some())
}

fn diagnostic_refresh(client: &ClientCapabilities) -> Option<bool> {
    client.workspace.as_ref()?.diagnostics.as_ref()?.refresh_support
}

fn watches_files(client: &ClientCapabilities) -> Option<bool> {
    client.workspace.as_ref()?.did_change_watched_files.as_ref()?.dynamic_registration
}
