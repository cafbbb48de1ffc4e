//! Properties of passages whose values can be listed, filtered by and counted.

use tantivy::schema::Field;

use crate::fields::schema::Fields;

/// A property of passages whose values can be listed and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// The persons who speak.
    Speaker,
    /// Section paths, joined by " > ".
    Section,
    /// Documents.
    Doc,
    /// Kinds of paragraph.
    Kind,
    /// Languages.
    Lang,
}

impl Property {
    /// Every property.
    pub const ALL: [Property; 5] = [
        Property::Speaker,
        Property::Section,
        Property::Doc,
        Property::Kind,
        Property::Lang,
    ];

    /// Its name in queries and output.
    pub fn name(self) -> &'static str {
        match self {
            Property::Speaker => "speaker",
            Property::Section => "section",
            Property::Doc => "doc",
            Property::Kind => "kind",
            Property::Lang => "lang",
        }
    }

    /// The field that holds its values.
    pub(crate) fn field(self, fields: &Fields) -> Field {
        match self {
            Property::Speaker => fields.speaker,
            Property::Section => fields.section,
            Property::Doc => fields.doc,
            Property::Kind => fields.kind,
            Property::Lang => fields.lang,
        }
    }
}
