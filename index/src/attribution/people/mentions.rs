//! Collects the names in a story as they are written, with what the words around them tell.
//!
//! A run of capitalised words is cut down to the name itself: words that only open the sentence,
//! titles, offices, places and degrees are not part of it. Positions are tokens of the text.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::attribution::name::nickname::is_given_name;
use crate::attribution::name::parts::{NameKind, is_capitals, kind};
use crate::attribution::people::evidence::{Context, Signs};
use crate::attribution::people::offices::Offices;
use crate::attribution::phrase::head::{ends_in_given_name, is_office_word, office_words};
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};
use crate::attribution::words::scan::{Kind, Token};
use crate::text::word_list::WordList;

static ADJECTIVES: WordList = WordList::new(include_str!("lists/adjectives.txt"));

/// A longer run of capitalised words is a heading, not a name.
const MAX_NAME_BYTES: usize = 100;

/// A run of name words ends after this many words: names are shorter, and the text may be in
/// capitals throughout.
const MAX_RUN_WORDS: usize = 9;

/// All names in a story, by their wording.
#[derive(Default)]
pub(crate) struct Names<'a> {
    pub(crate) found: FxHashMap<&'a str, Found>,
    /// Surnames behind a title for women, with the title: "Mrs.".
    pub(crate) women: FxHashMap<&'a str, &'a str>,
    /// The offices of the persons among them.
    pub(crate) offices: Offices<'a>,
}

/// What a story shows about one wording of a name.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    kind: NameKind,
    /// Position in the order in which wordings first occur.
    pub(crate) order: usize,
    /// How often its first and its last word occurred alone before the whole name first did.
    pub(crate) alone_before: (usize, usize),
    /// How often it occurs as a name.
    pub(crate) count: usize,
    /// A given name, a title, an apposition or a reporting verb says that this is a person.
    pub(crate) is_person: bool,
    /// How often a title or noun for men comes with it.
    pub(crate) he: usize,
    /// How often a title or noun for women comes with it.
    pub(crate) she: usize,
    /// How often any title comes with it.
    pub(crate) titled: usize,
    /// What all its mentions show for and against a person.
    pub(crate) signs: Signs,
}

impl<'a> Names<'a> {
    /// Adds the names in these tokens of `text`, and the bytes of those that can be people's to
    /// `mentions`. A run of capitals in a headline counts only if it has a given name or exactly
    /// two words.
    pub(crate) fn read(
        &mut self,
        text: &'a str,
        tokens: &[Token],
        is_headline: bool,
        mentions: &mut Vec<Range<usize>>,
    ) {
        let mut at = 0;
        while at < tokens.len() {
            let start = at;
            if tokens[at].is_word() && tokens[at].capital {
                while at < tokens.len() && in_run(text, tokens, at, start) {
                    at += 1;
                }
            }
            if at == start {
                if tokens[at].plain(Class::TITLE) {
                    self.offices.note_open(text, tokens, at);
                }
                at += 1;
            } else if let Some(mention) = Mention::new(text, tokens, start..at)
                && self.add(&mention, is_headline)
            {
                self.offices.note(text, tokens, mention.first, mention.end);
                mentions.push(tokens[mention.first].start..tokens[mention.end - 1].end);
            }
        }
    }

    /// Adds a mention. Returns whether it can be that of a person.
    fn add(&mut self, mention: &Mention<'a, '_>, is_headline: bool) -> bool {
        let worded = mention.worded();
        if worded.len() > MAX_NAME_BYTES {
            return false;
        }
        let alone_before = self.alone_before(mention);
        let order = self.found.len();
        let found = self.found.entry(worded).or_insert_with(|| Found {
            kind: mention.kind(),
            order,
            alone_before,
            count: 0,
            is_person: false,
            he: 0,
            she: 0,
            titled: 0,
            signs: Signs::empty(),
        });
        let is_guess = is_headline && mention.len() != 2;
        let is_doubtful = is_guess || mention.is_behind_article();
        match found.kind {
            NameKind::Other => return false,
            NameKind::Possible if is_doubtful => return false,
            NameKind::Possible | NameKind::Person => {}
        }
        found.count += 1;
        found.is_person |= found.kind == NameKind::Person || mention.is_person_in_context();
        found.he += usize::from(mention.he);
        found.she += usize::from(mention.she);
        found.titled += usize::from(mention.has_title);
        if mention.she && mention.len() == 1 && mention.first > 0 {
            let title = mention.word(mention.first - 1);
            self.women.entry(worded).or_insert(title);
        }
        found.signs |= mention.signs();
        true
    }

    /// How often the first and last word of a new name occurred alone; zero for a known name.
    fn alone_before(&self, mention: &Mention<'a, '_>) -> (usize, usize) {
        if mention.len() == 1 || self.found.contains_key(mention.worded()) {
            return (0, 0);
        }
        let alone = |at: usize| {
            let found = self.found.get(mention.word(at));
            found.map_or(0, |found| found.count)
        };
        (alone(mention.first), alone(mention.end - 1))
    }
}

/// Whether the token at `at` continues the run of name words that began at `start`.
fn in_run(text: &str, tokens: &[Token], at: usize, start: usize) -> bool {
    let token = &tokens[at];
    if !token.is_word() || at - start >= MAX_RUN_WORDS {
        return false;
    }
    let is_inside = at > start;
    // "An... Anna!"
    if is_inside && text[tokens[at - 1].start..token.start].contains("..") {
        return false;
    }
    if token.capital {
        let is_pronoun = is_inside && token.has(Class::PRONOUN);
        let is_time = token.has(Class::TIME) && !token.has(Class::GIVEN);
        return !is_pronoun && !is_time;
    }
    let continues = |next: &Token| next.is_word() && (next.capital || next.has(Class::PARTICLE));
    is_inside && token.has(Class::PARTICLE) && tokens.get(at + 1).is_some_and(continues)
}

/// One occurrence of a name.
struct Mention<'a, 't> {
    text: &'a str,
    tokens: &'t [Token],
    /// The first token of the run that is more than the opening of a sentence.
    start: usize,
    /// The first token of the name itself.
    first: usize,
    /// Behind the last token of the name.
    end: usize,
    /// The run opens a sentence or a quotation.
    opens_sentence: bool,
    /// A title or office comes before the name.
    has_title: bool,
    /// Words of an office before the name have been left out.
    has_office: bool,
    /// A title or noun for men comes before the name.
    he: bool,
    /// A title or noun for women comes before the name.
    she: bool,
}

impl<'a, 't> Mention<'a, 't> {
    /// Finds the name itself in a run of name words; `None` if nothing is left.
    fn new(text: &'a str, tokens: &'t [Token], run: Range<usize>) -> Option<Mention<'a, 't>> {
        let mut mention = Mention {
            text,
            tokens,
            start: run.start,
            first: run.start,
            end: run.end,
            opens_sentence: opens_sentence(tokens, run.start),
            has_title: false,
            has_office: false,
            he: false,
            she: false,
        };
        if mention.opens_sentence {
            mention.skip_opener();
        }
        mention.skip_titles();
        mention.skip_places();
        mention.drop_end();
        mention.skip_office();
        (mention.first < mention.end).then_some(mention)
    }

    /// Skips words that the sentence, not the name, begins with.
    fn skip_opener(&mut self) {
        let opener = Class::COMMON | Class::PREP | Class::SUBORD | Class::CONJ;
        let is_opener = |token: &Token| token.has(opener) && !token.has(Class::GIVEN);
        while self.start < self.end && is_opener(&self.tokens[self.start]) {
            self.start += 1;
        }
        // "Suddenly Holm rose", "Meeting Holm, she rose", "Call Holm!", "Poor Holm!"
        if self.end - self.start > 1 && self.is_sentence_opener() {
            self.start += 1;
        }
        self.first = self.start;
    }

    /// Whether the first word of the run is capitalised only because it opens the sentence.
    fn is_sentence_opener(&self) -> bool {
        let token = &self.tokens[self.start];
        let word = self.word(self.start);
        let is_participle = self.end - self.start == 2 && word.len() > 5 && word.ends_with("ing");
        let is_adverb = token.has(Class::ADVERB) || (word.len() > 4 && word.ends_with("ly"));
        let is_order = token.cue.is_some_and(|cue| cue.form == Form::Base);
        let is_opener = is_adverb || is_participle || is_order || ADJECTIVES.contains(word);
        is_opener && !token.has(Class::GIVEN | Class::TITLE)
    }

    /// Skips everything up to the last title.
    fn skip_titles(&mut self) {
        if let Some(before) = self.start.checked_sub(1) {
            let token = &self.tokens[before];
            self.has_title = token.plain(Class::TITLE_OR_ROLE);
            self.note_sex(before);
        }
        // "Councillors Anna Berg, Otto Holm and Karl Dahl"
        if self.end - self.start >= 3 && self.tokens[self.start].has(Class::ROLES) {
            self.first = self.start + 1;
            self.has_title = true;
        }
        for at in self.start..self.end {
            let is_surname = at + 1 == self.end && ends_in_given_name(&self.tokens[self.first..at]);
            if self.tokens[at].has(Class::TITLE) && !is_surname {
                self.first = at + 1;
                self.has_title = true;
                self.note_sex(at);
            }
        }
    }

    fn note_sex(&mut self, at: usize) {
        self.he |= self.tokens[at].has(Class::HE);
        self.she |= self.tokens[at].has(Class::SHE);
    }

    /// Skips places before the name: "Ukrainian Volodymyr Bondar" keeps two words.
    fn skip_places(&mut self) {
        let is_place = |token: &Token| token.has(Class::PLACE) && !token.has(Class::GIVEN);
        while self.end >= self.first + 3 && is_place(&self.tokens[self.first]) {
            self.first += 1;
        }
        // "In Lindal Berg rose"
        let names_two = self.end == self.first + 2 && self.first == self.start;
        if names_two
            && self.is_behind(Class::PREP)
            && is_place(&self.tokens[self.first])
            && !self.tokens[self.first + 1].has(Class::PLACE | Class::ORG | Class::ROLES)
        {
            self.first += 1;
        }
    }

    /// Whether the word before the name has one of these classes.
    fn is_behind(&self, class: Class) -> bool {
        self.first > 0 && self.tokens[self.first - 1].has(class)
    }

    /// Drops words that end no name: a particle ("Holm van"), the letters of an order ("Anna Holm
    /// FRS").
    fn drop_end(&mut self) {
        while self.end > self.first && !self.tokens[self.end - 1].capital {
            self.end -= 1;
        }
        if self.len() >= 3 && is_capitals(self.word(self.end - 1)) {
            let name = self.tokens[self.first].start..self.tokens[self.end - 1].start;
            // In a name in capitals the last word is the surname.
            if self.text[name].contains(char::is_lowercase) {
                self.end -= 1;
            }
        }
    }

    fn skip_office(&mut self) {
        let behind_of = self.office_after_of();
        let rest = self.first + behind_of..self.end;
        let words = behind_of + office_words(&self.tokens[rest]);
        let words = if words == 0 { self.team_words() } else { words };
        self.has_office = words > 0;
        self.has_title |= words > 0;
        self.first += words;
    }

    /// Words before a full name that are no name: "Hawks DL" in "Hawks DL Sheldon Holm".
    fn team_words(&self) -> usize {
        let is_given = |at: &usize| is_given_name(self.word(*at));
        if self.len() < 3 || is_given(&self.first) {
            return 0;
        }
        let Some(given) = (self.first + 1..self.end - 1).find(is_given) else {
            return 0;
        };
        let words = given - self.first;
        let is_inside = (self.first..given)
            .any(|at| self.word(at).contains('.') || self.tokens[at].has(Class::PARTICLE));
        let first = self.word(self.first);
        let roles = ["er", "ist", "ian", "s"];
        let is_role = roles.iter().any(|ending| first.ends_with(ending));
        let is_office = !is_inside && (words > 1 || is_role);
        if is_office { words } else { 0 }
    }

    /// "Minister of Finance Anna Berg": how many words of the run belong to the office.
    fn office_after_of(&self) -> usize {
        let is_of = self.first >= 2 && self.word(self.first - 1) == "of";
        if !is_of || !self.tokens[self.first - 2].has(Class::TITLE_OR_ROLE) {
            return 0;
        }
        let names = self.first..self.end.saturating_sub(2);
        names
            .take_while(|&at| is_office_word(self.word(at)))
            .count()
    }

    /// Number of words in the name.
    fn len(&self) -> usize {
        self.end.saturating_sub(self.first)
    }

    fn word(&self, at: usize) -> &'a str {
        &self.text[self.tokens[at].start..self.tokens[at].end]
    }

    /// The name as written.
    fn worded(&self) -> &'a str {
        &self.text[self.tokens[self.first].start..self.tokens[self.end - 1].end]
    }

    fn kind(&self) -> NameKind {
        let words: Vec<&str> = (self.first..self.end).map(|at| self.word(at)).collect();
        kind(&words)
    }

    /// Whether the name is the whole run, right behind "the": "The Green List" is an organisation.
    fn is_behind_article(&self) -> bool {
        if self.has_office || self.first != self.start || self.first == 0 {
            return false;
        }
        self.tokens[self.first - 1].plain(Class::DET) || self.word(self.first - 1) == "The"
    }

    /// Whether the words around the name say that it is a person.
    fn is_person_in_context(&self) -> bool {
        if self.has_title || self.is_inverted_speaker() {
            return true;
        }
        // "Accordingly, the ferry stays", "Experience shows": a word that opens a sentence needs
        // stronger evidence.
        let may_be_common_word = self.opens_sentence && self.first == self.start && self.len() == 1;
        if may_be_common_word {
            return self.speaks_before(|token| {
                let cue = token.cue.filter(|cue| !cue.noun);
                cue.is_some_and(|cue| matches!(cue.frame, Frame::Any | Frame::Tell | Frame::Quote))
            });
        }
        self.has_apposition() || self.speaks_before(|_| true)
    }

    /// Whether a given name alone is right behind the reporting verb of a quotation: "...," said
    /// Eleanor.
    fn is_inverted_speaker(&self) -> bool {
        if self.len() != 1 || !is_given_name(self.word(self.first)) {
            return false;
        }
        let Some(verb) = self.first.checked_sub(1).map(|at| &self.tokens[at]) else {
            return false;
        };
        let reports = !verb.capital && verb.cue.is_some_and(|cue| !cue.noun);
        let is_mark = |token: &Token| token.is(b'"') || token.is_quote();
        reports && self.first > 1 && is_mark(&self.tokens[self.first - 2])
    }

    /// Whether a reporting verb that passes the test comes right behind the name.
    fn speaks_before(&self, test: impl Fn(&Token) -> bool) -> bool {
        let verb = self.tokens.get(self.end);
        verb.is_some_and(|verb| verb.cue.is_some() && !verb.capital && test(verb))
    }

    /// Whether a comma and a description follow the name: "Anna Berg, the mayor", "Anna Berg, 42".
    fn has_apposition(&self) -> bool {
        let describes =
            |token: &Token| token.plain(Class::DESCRIPTION_OPENER) || token.kind == Kind::Number;
        let has_comma = self
            .tokens
            .get(self.end)
            .is_some_and(|token| token.is(b','));
        has_comma && self.tokens.get(self.end + 1).is_some_and(describes)
    }

    /// What speaks for and against a person in this mention.
    fn signs(&self) -> Signs {
        let context = Context {
            text: self.text,
            tokens: self.tokens,
            first: self.first,
            end: self.end,
        };
        let mut signs = context.signs();
        let is_given = self.tokens[self.first].has(Class::GIVEN)
            || (self.len() > 1 && is_given_name(self.word(self.first)));
        signs.set(Signs::GIVEN, is_given);
        signs.set(Signs::TITLE, self.has_title);
        signs
    }
}

/// Whether the token at `at` opens a sentence, a quotation or what follows a colon.
fn opens_sentence(tokens: &[Token], at: usize) -> bool {
    at == 0
        || matches!(
            tokens[at - 1].kind,
            Kind::Mark(b'.' | b'!' | b'?' | b':' | b'"' | b' ') | Kind::Quote(_)
        )
}
