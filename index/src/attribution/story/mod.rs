//! One story: its paragraphs in order, and what carries over from one paragraph to the next.
//!
//! A story is read twice. The first reading ([`reading`]) finds quotations, tokens and names. The
//! second ([`read`]) goes through the sentences and drafts utterances ([`draft`]). [`subjects`]
//! notes who each sentence is about, from what it shows about its subject ([`about`]); [`announce`]
//! finds a source before a colon or in a signature; [`loose`] attributes quotations without a
//! report of their own; [`voices`] finds second speakers of the same words.

mod about;
mod announce;
mod dialogue;
pub mod draft;
mod loose;
pub mod read;
mod reading;
pub(crate) mod refusals;
mod subjects;
pub(crate) mod tweet;
mod voices;
