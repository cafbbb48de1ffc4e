//! What single words can be: the one table behind every rule of attribution.
//!
//! A word has a set of classes ([`Class`]) and, if it is a form of a reporting verb, its [`Cue`]. Lists are English, plain
//! and short on purpose: a word stands here only if a rule asks for it. Looked up by lower-case ASCII form; words in other
//! scripts have no class.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::attribution::words::cue::{self, Cue};

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(u32);

impl Class {
    pub(crate) const NONE: Class = Class(0);
    /// be, have, do and the modals, negated too.
    pub(crate) const AUX: Class = Class(1);
    pub(crate) const DET: Class = Class(1 << 1);
    pub(crate) const PREP: Class = Class(1 << 2);
    /// and, or, but.
    pub(crate) const CONJ: Class = Class(1 << 3);
    /// because, although, while: opens a clause that is not the main one.
    pub(crate) const SUBORD: Class = Class(1 << 4);
    /// who, which, whose.
    pub(crate) const REL: Class = Class(1 << 5);
    /// he, she, they, I, we, you, it.
    pub(crate) const PRONOUN: Class = Class(1 << 6);
    /// him, her, them, me, us.
    pub(crate) const OBJECT: Class = Class(1 << 7);
    /// his, her, their.
    pub(crate) const POSSESSIVE: Class = Class(1 << 8);
    pub(crate) const ADVERB: Class = Class(1 << 9);
    /// Days, months, yesterday.
    pub(crate) const TIME: Class = Class(1 << 10);
    /// Stands before a name and is no part of it: Mr., Sen., President, Chairman.
    pub(crate) const TITLE: Class = Class(1 << 11);
    /// A noun for one person: spokesman, aide, senator.
    pub(crate) const ROLE: Class = Class(1 << 12);
    /// A noun for several: officials, voters.
    pub(crate) const ROLES: Class = Class(1 << 13);
    /// A noun for a body of people: campaign, committee.
    pub(crate) const ORG: Class = Class(1 << 14);
    /// A country, a state, a city, and their adjectives.
    pub(crate) const PLACE: Class = Class(1 << 15);
    /// A frequent verb form that does not report: it ends a noun phrase.
    pub(crate) const VERB: Class = Class(1 << 16);
    /// A form of be.
    pub(crate) const BE: Class = Class(1 << 17);
    pub(crate) const NEGATION: Class = Class(1 << 18);
    /// A given name, for telling persons from things. It says nothing of gender.
    pub(crate) const GIVEN: Class = Class(1 << 19);
    /// A particle inside names: de, van, bin.
    pub(crate) const PARTICLE: Class = Class(1 << 20);
    /// A company, newspaper, party or the like that has one name.
    pub(crate) const BRAND: Class = Class(1 << 21);
    /// A noun for a text: statement, report, poll.
    pub(crate) const TEXT: Class = Class(1 << 22);
    /// A word or title that only a man bears.
    pub(crate) const HE: Class = Class(1 << 23);
    /// A word or title that only a woman bears.
    pub(crate) const SHE: Class = Class(1 << 24);
    /// A word that is capitalised at the head of a sentence without being a name.
    pub(crate) const COMMON: Class = Class(1 << 25);
    /// will, would, can, may and their kin.
    pub(crate) const MODAL: Class = Class(1 << 26);

    /// Whether it holds any class of `other`.
    pub(crate) fn has(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub(crate) const fn with(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

/// What the table knows of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) class: Class,
    pub(crate) cue: Option<Cue>,
}

/// What the table knows of `word`, whatever its case.
pub(crate) fn entry(word: &str) -> Entry {
    packed(word)
        .and_then(|key| TABLE.get(&key))
        .copied()
        .unwrap_or_default()
}

/// A word of up to 16 bytes as one number, lower case and with straight apostrophes. No longer word stands in the table.
fn packed(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    let length = bytes.len();
    // Two overlapping reads instead of a copy of unknown length, and all letters lowered at once.
    let key = match length {
        0..=3 => bytes
            .iter()
            .rev()
            .fold(0, |key, byte| key << 8 | u128::from(*byte)),
        4..=7 => {
            let low = u32::from_le_bytes(bytes[..4].try_into().ok()?);
            let high = u32::from_le_bytes(bytes[length - 4..].try_into().ok()?);
            u128::from(low) | u128::from(high) << (8 * (length - 4))
        }
        8..=16 => {
            let low = u64::from_le_bytes(bytes[..8].try_into().ok()?);
            let high = u64::from_le_bytes(bytes[length - 8..].try_into().ok()?);
            u128::from(low) | u128::from(high) << (8 * (length - 8))
        }
        _ if word.is_ascii() => return None,
        _ => TOP_BITS,
    };
    if key & TOP_BITS == 0 {
        return Some(lowered(key));
    }
    let mut key = [0_u8; 16];
    for (length, letter) in word.chars().enumerate() {
        let byte = match letter {
            '\u{2019}' => b'\'',
            _ => u8::try_from(letter).ok().filter(u8::is_ascii)?,
        };
        *key.get_mut(length)? = byte;
    }
    Some(lowered(u128::from_le_bytes(key)))
}

/// The top bit of each of 16 bytes.
const TOP_BITS: u128 = u128::MAX / 255 * 128;

/// 16 ASCII bytes with their upper-case letters lowered.
fn lowered(key: u128) -> u128 {
    const EACH: u128 = u128::MAX / 255;
    let from_a = key + EACH * (128 - b'A' as u128);
    let behind_z = key + EACH * (127 - b'Z' as u128);
    // The top bit of a byte says whether it is a capital; shifted, it is the bit in which the two cases differ.
    let capital = from_a & !behind_z & TOP_BITS;
    key | capital >> 2
}

/// The classes of `word`, whatever its case.
pub(crate) fn class(word: &str) -> Class {
    entry(word).class
}

/// A hash map for short keys.
pub(crate) type ShortMap<K, V> = HashMap<K, V, BuildHasherDefault<ShortHasher>>;

/// Whether a text holds a quotation mark or a form of a reporting verb: without either, nothing is said in it.
pub(crate) fn may_report(text: &str) -> bool {
    let bytes = text.as_bytes();
    let filter = &*FILTER;
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut hash = 0_u32;
        while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
            hash = add_letter(hash, bytes[at]);
            at += 1;
        }
        if at > start {
            let bit = bit_of(hash);
            if filter[bit / 64] >> (bit % 64) & 1 == 1 {
                let word = &text[start..at];
                if entry(word).cue.is_some() || word.eq_ignore_ascii_case("according") {
                    return true;
                }
            }
            continue;
        }
        if is_quotation_mark(&bytes[at..]) {
            return true;
        }
        at += 1;
    }
    false
}

/// Marks that may open a quotation. A lone apostrophe is one only where a word ended before it.
fn is_quotation_mark(bytes: &[u8]) -> bool {
    match bytes {
        [b'"', ..] | [b'\'', b'\'', ..] | [b'`', b'`', ..] | [0xC2, 0xAB, ..] => true,
        [0xE2, 0x80, 0x9C..=0x9E | 0x98, ..] | [0xE3, 0x80, 0x8C, ..] => true,
        [b' ' | b'\n' | b'(', b'\'', letter, ..] => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

fn add_letter(hash: u32, letter: u8) -> u32 {
    (hash.rotate_left(5) ^ u32::from(letter | 0x20)).wrapping_mul(0x9E37_79B1)
}

fn bit_of(hash: u32) -> usize {
    (hash >> 16) as usize
}

/// One bit for the hash of each reporting verb: nearly every other word is told apart without looking it up.
static FILTER: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut filter = vec![0_u64; 1024];
    for (word, _) in cue::forms() {
        let bit = bit_of(word.bytes().fold(0, add_letter));
        filter[bit / 64] |= 1 << (bit % 64);
    }
    let according = bit_of("according".bytes().fold(0, add_letter));
    filter[according / 64] |= 1 << (according % 64);
    filter
});

type Table = ShortMap<u128, Entry>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for (words, class) in LISTS {
        for key in words.split_ascii_whitespace().filter_map(packed) {
            let entry = table.entry(key).or_default();
            entry.class = entry.class.with(*class);
        }
    }
    for (form, cue) in cue::forms() {
        if let Some(key) = packed(&form) {
            table.entry(key).or_default().cue = Some(cue);
        }
    }
    table
});

/// Hashes words of a few bytes: the standard hasher took a quarter of the whole time of attribution.
#[derive(Default)]
pub(crate) struct ShortHasher(u64);

impl Hasher for ShortHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write_u128(&mut self, word: u128) {
        self.add(word as u64);
        self.add((word >> 64) as u64);
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut eight = [0_u8; 8];
            eight.copy_from_slice(chunk);
            self.add(u64::from_le_bytes(eight));
        }
        let mut last = [0_u8; 8];
        last[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
        self.add(u64::from_le_bytes(last));
    }
}

impl ShortHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

const LISTS: &[(&str, Class)] = &[
    (
        "is are was were be been being am has have had having do does did isn't aren't wasn't weren't hasn't haven't \
         hadn't don't doesn't didn't will would can could may might must shall should won't wouldn't can't cannot couldn't \
         shouldn't 'd 'll 've 're",
        Class::AUX,
    ),
    (
        "is are was were be been being am isn't aren't wasn't weren't 're",
        Class::BE,
    ),
    (
        "will would can could may might must shall should won't wouldn't can't cannot couldn't shouldn't 'll",
        Class::MODAL,
    ),
    (
        "isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't cannot couldn't \
         shouldn't not never",
        Class::NEGATION,
    ),
    (
        "the a an this that these those some many most several few all both each every any no another one two three four \
         five six seven eight nine ten dozens hundreds thousands other others half",
        Class::DET,
    ),
    ("my your his her its our their", Class::POSSESSIVE),
    (
        "of in on at by for with from to into onto over under about against during through throughout among between \
         within without across toward towards upon near behind beside besides beyond inside outside around along \
         above below off amid amidst alongside despite including via per regarding concerning following than as like \
         unlike except ahead before after since until till",
        Class::PREP,
    ),
    ("and or but nor yet & plus", Class::CONJ),
    (
        "because although though while when whenever if unless whereas whether as since before after until once where \
         how why that so lest what",
        Class::SUBORD,
    ),
    ("who which whom whose", Class::REL),
    (
        "he she they i we you it himself herself who",
        Class::PRONOUN,
    ),
    (
        "him her them me us himself herself themselves",
        Class::OBJECT,
    ),
    (
        "also later earlier often never not even just still now then once again already recently repeatedly previously \
         ever always sometimes soon almost further instead only actually simply initially first long too probably maybe \
         perhaps since shortly afterward afterwards meanwhile however likewise similarly therefore moreover nevertheless nonetheless subsequently \
         reportedly apparently famously publicly privately all both specifically finally eventually and/or yet instead \
         twice today so",
        Class::ADVERB,
    ),
    (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august \
         september october november december jan feb mar apr jun jul aug sept sep oct nov dec yesterday today tonight \
         tomorrow morning afternoon evening night week month year mon tue tues wed thu thurs fri sat sun last next \
         christmas easter noon midnight weekend summer spring fall autumn winter ago",
        Class::TIME,
    ),
    (
        "countess uncle aunt monsieur madame mademoiselle baroness duchess mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend sen senator sens senators rep reps \
         representative congressman congresswoman gov governor govs governors president vice secretary general gen col \
         colonel capt captain lt lieutenant sgt sergeant maj major adm admiral cmdr commander judge justice chief mayor \
         minister prime premier chancellor king queen prince princess pope father sister brother bishop archbishop \
         cardinal rabbi imam chairman chairwoman chairperson chair director ambassador attorney sheriff officer \
         detective deputy inspector superintendent speaker leader whip commissioner councilman councilwoman alderman \
         delegate assemblyman assemblywoman treasurer comptroller former ex-president envoy manager spokesman \
         spokeswoman spokesperson adviser advisor strategist analyst editor columnist host anchor correspondent reporter \
         author activist candidate nominee democrat republican economist historian founder ceo executive producer actor \
         actress singer comedian billionaire businessman businesswoman mogul lawyer coach student teacher counsel \
         prosecutor pollster operative lobbyist consultant surrogate co-chair co-founder co-host radical saint st hon \
         honorable madam ayatollah sheikh sultan emir czar tsar president-elect then-president then-secretary then-sen \
         then-gov constable cpl pvt cpt pastor deacon coroner magistrate clerk marshal auditor principal dean provost \
         master warden councillor councilor skipper rector registrar trustee brigadier commodore \
         ombudsman archdeacon postmaster quartermaster \
         emperor empress baron duke marquis marquise viscount viscountess",
        Class::TITLE,
    ),
    (
        "advocate litigator cleric incumbent challenger spokesman spokeswoman spokesperson aide adviser advisor senator congressman congresswoman representative governor \
         president secretary minister premier chancellor mayor judge justice chairman chairwoman chairperson chair director \
         ambassador attorney sheriff officer detective deputy official lawmaker leader whip commissioner councilman \
         councilwoman envoy manager strategist analyst editor columnist host anchor correspondent reporter journalist author \
         writer activist candidate nominee contender hopeful rival frontrunner front-runner democrat republican liberal \
         conservative economist historian founder executive producer actor actress singer comedian billionaire businessman \
         businesswoman mogul lawyer coach student teacher counsel prosecutor pollster operative lobbyist consultant \
         surrogate co-chair co-founder professor scholar expert researcher scientist doctor physician nurse pastor priest \
         bishop pope king queen prince princess general admiral colonel captain sergeant soldier veteran marine voter \
         resident supporter backer critic opponent donor fundraiser delegate superdelegate volunteer organizer staffer \
         insider source witness victim suspect man woman boy girl father mother wife husband son daughter brother sister \
         uncle aunt cousin friend neighbor colleague ally mentor commenter heckler protester demonstrator immigrant refugee farmer worker \
         owner driver player fan blogger commentator pundit moderator interviewer speaker narrator caller user member \
         person somebody someone anyone everyone nobody physicist chemist biologist astronomer engineer mathematician \
         philosopher poet painter musician composer director archaeologist developer programmer pilot policeman \
         policewoman investigator lieutenant chief head boss entrepreneur investor banker trader heiress socialite star \
         spouse lady dad mom parent kid grandfather grandmother widow designer architect artist photographer novelist \
         playwright dean principal superintendent clerk assistant associate fellow coordinator psychologist sociologist",
        Class::ROLE,
    ),
    (
        "officials aides advisers advisors senators congressmen representatives governors presidents secretaries ministers \
         mayors judges justices lawmakers legislators leaders strategists analysts editors columnists hosts reporters \
         journalists authors writers activists candidates nominees contenders rivals democrats republicans liberals \
         conservatives progressives economists historians founders executives producers actors lawyers attorneys \
         prosecutors pollsters operatives lobbyists consultants surrogates professors scholars experts researchers \
         scientists doctors physicians nurses pastors priests bishops generals soldiers veterans troops voters residents \
         supporters backers critics opponents donors fundraisers delegates superdelegates volunteers organizers staffers \
         insiders sources witnesses victims men women boys girls fathers mothers parents people friends neighbors \
         colleagues allies protesters demonstrators immigrants refugees farmers workers owners players fans bloggers \
         commentators pundits moderators observers members persons americans spokesmen politicians diplomats agents \
         detectives investigators officers students teachers citizens evangelicals christians muslims jews catholics \
         participants respondents viewers readers users customers engineers developers families others everyone \
         loyalists detractors skeptics advocates proponents campaigners conservationists environmentalists \
         republicans' locals veterans regulators contractors employees managers directors taxpayers millennials \
         hispanics latinos blacks whites ones guys kids children folks speakers police chairmen firefighters mourners attendees watchers",
        Class::ROLES,
    ),
    (
        "campaign committee department ministry party office company group agency administration government council \
         commission court board bureau institute institution university college school foundation association federation \
         union league organization organisation network newspaper magazine paper outlet publication site website station \
         channel firm bank corporation corp inc llc ltd co service services house senate congress parliament assembly \
         cabinet caucus coalition alliance center centre fund trust team staff camp police force army navy military guard \
         news times post journal tribune herald press gazette observer guardian today magazine media society club church \
         society partnership project initiative conference convention summit board panel jury side delegation embassy \
         consulate regime state kremlin pac super-pac lobby chamber industries industry group's exchange airlines hospital \
         sunday week radio tv television review report digest daily weekly chronicle bulletin globe sun mail express \
         standard star examiner street avenue road park square building tower hall airport stadium river lake mountain \
         county city town village district island islands valley beach bay states nations republic kingdom empire act bill \
         amendment war day award prize festival games cup bowl library museum theater theatre gallery treasury pentagon \
         admiralty exchequer",
        Class::ORG,
    ),
    (
        "america american americans u.s us usa u.s.a britain british uk u.k england english scotland scottish ireland irish \
         wales europe european france french germany german italy italian spain spanish portugal greece greek russia \
         russian ukraine ukrainian poland polish turkey turkish iran iranian iraq iraqi syria syrian israel israeli egypt \
         egyptian libya saudi yemen qatar lebanon jordan afghanistan afghan pakistan pakistani india indian china chinese \
         japan japanese korea korean vietnam vietnamese philippines indonesia australia australian canada canadian mexico \
         mexican brazil brazilian argentina chile colombia cuba cuban venezuela haiti africa african nigeria kenya sudan \
         somalia ethiopia asia asian washington moscow kyiv kiev london paris berlin brussels beijing tokyo tehran \
         jerusalem baghdad damascus geneva vienna rome madrid york boston chicago philadelphia houston dallas atlanta \
         miami detroit cleveland milwaukee minneapolis denver seattle portland baltimore orlando tampa vegas angeles \
         alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois \
         indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri \
         montana nebraska nevada hampshire jersey carolina dakota ohio oklahoma oregon pennsylvania rhode tennessee texas \
         utah vermont virginia wisconsin wyoming manhattan brooklyn bronx queens hollywood benghazi guantanamo \
         palestinian palestine dutch swiss sweden swedish norway norwegian denmark danish finland finnish hungary hungarian \
         austria austrian belgium belgian netherlands switzerland south north east west southern northern eastern western \
         latin \
         albania algeria andorra angola armenia azerbaijan bahamas bahrain bangladesh barbados belarus belize benin bhutan \
         bolivia bosnia botswana brunei bulgaria burma burundi cambodia cameroon comoros congo croatia cyprus czechia \
         djibouti dominica ecuador eritrea estonia eswatini fiji gabon gambia ghana grenada guatemala guinea guyana \
         herzegovina honduras iceland jamaica kazakhstan kiribati kosovo kuwait kyrgyzstan laos latvia lesotho liberia \
         liechtenstein lithuania luxembourg macedonia madagascar malawi malaysia maldives mali malta mauritania mauritius \
         micronesia moldova monaco mongolia montenegro morocco mozambique myanmar namibia nauru nepal nicaragua niger oman \
         palau panama paraguay peru romania rwanda samoa senegal serbia seychelles singapore slovakia slovenia suriname \
         taiwan tajikistan tanzania thailand tibet togo tonga trinidad tunisia turkmenistan tuvalu uganda uruguay \
         uzbekistan vanuatu vatican zambia zealand zimbabwe \
         amsterdam ankara athens bangkok barcelona beirut belfast belgrade bogota bucharest budapest cairo canberra caracas \
         copenhagen delhi dubai dublin edinburgh glasgow hague hamburg hanoi havana helsinki istanbul jakarta johannesburg \
         kabul lagos lisbon liverpool manchester manila melbourne montreal mumbai munich nairobi naples oslo ottawa \
         petersburg prague pretoria pyongyang riyadh seoul shanghai stockholm strasbourg toronto vancouver warsaw zagreb \
         zurich arabia burkina puerto san",
        Class::PLACE,
    ),
    (
        "said made took went came got gave found put kept began became seemed appeared remained stood sat ran won lost led \
         held met left brought sent built bought paid spent turned moved worked played helped tried used wanted needed \
         liked loved hated hoped wished feared believed thought knew felt saw heard watched looked showed set cut let hit \
         goes comes gets gives takes makes keeps begins becomes seems appears remains stands sits runs wins loses leads \
         holds meets leaves brings sends builds buys pays spends turns moves plays helps tries uses wants needs likes \
         loves hates hopes wishes fears believes knows feels sees hears watches looks shows sets cuts lets hits backs \
         supports opposes supported opposed backed voted votes vote visited attended received served serves joined \
         faces faced fell rose grew grows plans planned agreed agrees refused refuses declined declines failed fails \
         managed continues speaking talking asking trying going coming getting making taking using looking working",
        Class::VERB,
    ),
    (
        "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark \
         donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary \
         nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick \
         jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy harold keith \
         christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan billy bruce albert \
         willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell elijah louis bobby philip johnny mary \
         patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley \
         kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen \
         amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet \
         catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith \
         megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean abigail \
         alice judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany \
         charlotte marie kayla alexis lori bill bob tom jim mike dan dave steve chris matt tony ben sam ted tim jeff greg \
         ron don ken jon nick rick rich rob ed al fred hillary bernie barack michelle chelsea ivanka melania marco jeb \
         carly rand lindsey mitch newt mitt rudy reince corey kellyanne huma cheryl debbie nate nikki susana karl anderson \
         jake wolf megyn rush glenn sean bret chuck lester hugh ross andy alex max leo hugo ivan igor sergei sergey dmitry \
         vladimir mikhail boris yuri oleg viktor angela emmanuel francois nicolas silvio benjamin mahmoud ali mohammed \
         muhammad ahmed hassan hussein abdul omar khaled mustafa xi kim lee wei ming hiroshi jorge luis carlos pedro miguel \
         diego pablo fernando ricardo antonio francisco javier rafael lorenzo giovanni luigi marco pierre jacques francois \
         hans karl heinrich wolfgang klaus jurgen anders lars sven erik olga natalia svetlana irina ekaterina tatiana ingrid \
         greta astrid freya fatima aisha leila yasmin priya anita indira sonia rahul raj sanjay arjun deepak kenji yuki \
         akira sakura caroline claire kate katie kathy liz beth becky annie jane julia sally wendy tina tracy tammy wanda \
         vanessa valerie gail gina holly jill joanna josephine june lucy lydia marcia marian nina nora paula peggy phyllis \
         renee rita robin rosa rose roxanne sheila sylvia trudy yvonne zoe ian neil craig duncan hamish angus malcolm \
         clive nigel trevor graham geoffrey simon stuart martin julian adrian oliver harry theodore franklin abraham ulysses \
         ernest elliot eliot harvey herbert howard irving isaac ira jared jay joel josh lance leon leonard lloyd lou luke \
         marcus marvin maurice mel mickey milton mort morris ned nelson norman oscar otto pat perry pete phil ray reggie \
         reid rex rod rodney sal seth sheldon sherrod sid spencer stan stanley stu sylvester terrence tobias todd travis \
         troy vern victor vince wade wallace ward warren wes wesley wilbur will willard zack dick doug duane dwight earl \
         eddie edgar edwin elias elmer emil ethel floyd garrett gene gil gordon grover gus guy hal hank homer hubert",
        Class::GIVEN,
    ),
    (
        "de la van von der den bin ibn al el del della di da dos ben abu le du ter",
        Class::PARTICLE,
    ),
    (
        "cnn nbc abc cbs msnbc fox bbc npr pbs c-span ap reuters bloomberg politico breitbart buzzfeed vox slate salon \
         huffpost axios wikileaks facebook twitter google apple microsoft amazon instagram youtube snapchat reddit nasa fbi \
         cia nsa epa irs nato un eu gop dnc rnc aclu nra isis isil hamas hezbollah taliban al-qaida al-qaeda quinnipiac \
         gallup rasmussen pew fivethirtyeight congress parliament senate pentagon kremlin brexit yahoo time newsweek \
         forbes fortune univision telemundo usa exxon boeing walmart goldman uber tesla netflix disney wikipedia wikinews \
         realclearpolitics politifact snopes factcheck drudge newsmax mcclatchy xinhua tass interfax ria afp dpa uc mit suny cuny emily's",
        Class::BRAND,
    ),
    (
        "statement report poll survey study letter article story email e-mail memo tweet post book speech editorial ad \
         document documents polls surveys studies reports letters emails tweets data research release ruling law lawsuit \
         complaint filing indictment headline analysis figures filings records transcripts account accounts count testimony findings \
         projections audio estimates surveys footnote passage chapter message messages note quote column review paper bill plan website transcript video section \
         subsection clause provision statute",
        Class::TEXT,
    ),
    (
        "mr sir lord king prince pope father brother son husband man boy spokesman congressman chairman businessman uncle \
         grandfather widower actor councilman assemblyman alderman dad himself policeman archbishop cardinal gentleman \
         anchorman emperor baron duke marquis viscount",
        Class::HE,
    ),
    (
        "mrs ms miss dame lady queen princess mother sister daughter wife woman girl spokeswoman congresswoman chairwoman \
         businesswoman aunt grandmother widow actress councilwoman assemblywoman mom herself policewoman madam heiress \
         empress baroness duchess countess marquise viscountess",
        Class::SHE,
    ),
    (
        "the a an this that these those in on at by for with from to as but and or so if when while although though because \
         since before after until it he she they we i you his her its their our my your there here what who how why where \
         which not no yes yet still also then now just even only once again some many most several few all both each every \
         any another one two three other others such more less much according speaking asked during despite meanwhile \
         however moreover instead perhaps maybe indeed further earlier later recently today yesterday tomorrow last next \
         first second third new old former like unlike under over between among within without against about above below \
         through throughout across toward upon near behind beyond inside outside around along via per regarding following \
         given let thank thanks please well ok okay oh hey look wow nothing something everything anything nobody somebody \
         everybody everyone someone never ever always often sometimes soon too very quite rather did do does is are was were \
         be been being has have had will would can could may might must shall should neither either great greater central everywhere somewhere nowhere hence thus citing calling noting adding saying \
         asking telling speaking writing responding pressed",
        Class::COMMON,
    ),
    (
        "more than about nearly almost roughly approximately over",
        Class::ADVERB,
    ),
];

#[cfg(test)]
mod tests {
    use super::{Class, class, entry};

    fn check(word: &str, expected: Class) {
        assert!(class(word).has(expected), "{word}");
    }

    #[test]
    fn words_are_found_whatever_their_case_and_apostrophe() {
        check("The", Class::DET);
        check("SENATOR", Class::TITLE);
        check("didn\u{2019}t", Class::NEGATION);
        check("Spokeswoman", Class::SHE);
    }

    #[test]
    fn words_of_other_scripts_and_very_long_ones_have_no_class() {
        for word in ["сказал", "", "a-word-longer-than-any-in-the-table"] {
            assert_eq!(class(word), Class::NONE, "{word}");
            assert!(entry(word).cue.is_none(), "{word}");
        }
    }
}
