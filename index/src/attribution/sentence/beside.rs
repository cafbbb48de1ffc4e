//! The source right beside a quotation, whatever the verb between them.
//!
//! "..." Anna Berg riffed; "..." reads the letter; a letter that reads "..."; "..." - Anna Berg.
//! Only for quotations that no report of the sentence has taken: the quotation itself shows that
//! somebody speaks, so that the verb need not be in the lexicon.

use crate::attribution::sentence::after_quote::AfterQuote;
use crate::attribution::sentence::before_quote::BeforeQuote;
use crate::attribution::sentence::neighbour::Neighbour;
use crate::attribution::sentence::tokens::Sentence;
use crate::document::rule::Rule;

/// The source of the quotation at the token `quote`, behind it or else before it.
pub(crate) fn beside(sentence: Sentence<'_>, quote: usize) -> Option<(Neighbour, Rule)> {
    if let Some(found) = AfterQuote::new(sentence, quote).source() {
        return Some((found, Rule::QuoteSaid));
    }
    let found = BeforeQuote::new(sentence, quote).source()?;
    Some((found, Rule::SaidQuote))
}
