//! Limits on what the streams of a PDF unpack to, checked before the library unpacks them whole.
//!
//! A stream of 3 MB may unpack to 3 GB, and one that is packed twice to any size. Each stage of
//! each stream is unpacked here in small steps and counted; past the limit the file is refused.
//! Streams of images do not count, since they are not drawn, except where the library expects
//! something else: any stream may call itself an image.
//!
//! Filters: ISO 32000-1, 7.4. Sizes are in bytes.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::DeflateDecoder;
use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::Pdf as File;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use memchr::memmem;

use crate::options::Limits;

/// Up to here any ratio is accepted, as in archives.
const FREE_BYTES: u64 = 16 << 20;

/// A byte of Flate unpacks to at most this many: a match of 258 bytes takes two bits.
const FLATE_RATIO: u64 = 1032;

/// As [`FLATE_RATIO`], of LZW: a code of 12 bits gives at most 4096 bytes.
const LZW_RATIO: u64 = 2731;

/// Keys whose stream the library unpacks whatever it calls itself.
const UNPACKED_KEYS: [&str; 8] = [
    "Contents",
    "FontFile",
    "FontFile2",
    "FontFile3",
    "ToUnicode",
    "CIDToGIDMap",
    "Encoding",
    "N",
];

/// How deep dictionaries in dictionaries are followed. Files have three or four levels.
const MAX_DEPTH: u32 = 8;

/// Counts what the streams of one file unpack to.
pub struct Unpacked {
    limits: Limits,
    total: u64,
}

/// Why a file is refused, as a message.
type Refusal = String;

impl Unpacked {
    /// Nothing unpacked yet.
    pub fn new(limits: Limits) -> Self {
        Self { limits, total: 0 }
    }

    /// Checks the streams that the library unpacks when it opens a file: those with further
    /// objects, and tables of references. They are found by their bytes, since the file is not
    /// open; what they count is not kept, since [`streams`](Self::streams) counts them again.
    pub fn opening(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        /// A longer dictionary is taken for one of such a stream.
        const MAX_DICTIONARY: usize = 4096;
        /// How often such a stream may be packed. Programs pack once.
        const MAX_STAGES: usize = 8;
        let ends = memmem::Finder::new("endstream");
        for at in memmem::find_iter(bytes, "stream") {
            let before = &bytes[at.saturating_sub(MAX_DICTIONARY)..at];
            if before.ends_with(b"end") {
                continue;
            }
            let start = memmem::rfind(before, b" obj").unwrap_or(0);
            let dictionary = &before[start..];
            let has = |key: &[u8]| memmem::find(dictionary, key).is_some();
            if !has(b"/First") && !has(b"/W") && !has(b"#") && start > 0 {
                continue;
            }
            let data = bytes[at + b"stream".len()..].trim_ascii_start();
            let packed = ends.find(data).unwrap_or(data.len());
            let mut data = Cow::Borrowed(&data[..packed]);
            if has(b"LZW") {
                self.check(packed as u64 * LZW_RATIO)?;
            }
            for _ in 0..MAX_STAGES {
                let again = is_zlib(&start_of(&data));
                let stage = self.inflate(&data, packed, again)?;
                if !again {
                    break;
                }
                data = Cow::Owned(stage);
            }
        }
        self.total = 0;
        Ok(())
    }

    /// Checks all streams of an open file.
    pub fn streams(&mut self, file: &File) -> Result<(), Refusal> {
        for object in file.objects() {
            match object {
                Object::Stream(stream) => {
                    let kind = stream.dict().get::<Name<'_>>("Subtype");
                    if kind.is_none_or(|kind| kind.as_ref() != b"Image") {
                        self.stream(&stream)?;
                    }
                    self.dictionary(stream.dict(), MAX_DEPTH)?;
                }
                Object::Dict(fields) => self.dictionary(&fields, MAX_DEPTH)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Checks streams under keys where the library expects text or a font, if they call themselves
    /// images.
    fn dictionary(&mut self, fields: &Dict<'_>, depth: u32) -> Result<(), Refusal> {
        for key in UNPACKED_KEYS {
            if !fields.contains_key(key) {
                continue;
            }
            let one = fields.get::<Stream<'_>>(key).into_iter();
            let list = fields.get::<Array<'_>>(key);
            let many = list.iter().flat_map(Array::iter::<Stream<'_>>);
            for stream in one.chain(many) {
                let kind = stream.dict().get::<Name<'_>>("Subtype");
                if kind.is_some_and(|kind| kind.as_ref() == b"Image") {
                    self.stream(&stream)?;
                }
            }
        }
        if depth == 0 {
            return Ok(());
        }
        for key in fields.keys() {
            // Those behind references are objects of their own.
            if fields.get_ref(&key).is_none()
                && let Some(inner) = fields.get::<Dict<'_>>(&key)
            {
                self.dictionary(&inner, depth - 1)?;
            }
        }
        Ok(())
    }

    /// Counts what a stream unpacks to, stage by stage.
    fn stream(&mut self, stream: &Stream<'_>) -> Result<(), Refusal> {
        let mut data = stream.raw_data();
        let packed = data.len();
        let filters = stream.filters();
        for (index, filter) in filters.iter().enumerate() {
            let last = index + 1 == filters.len();
            data = match filter {
                Filter::FlateDecode => Cow::Owned(self.inflate(&data, packed, !last)?),
                Filter::AsciiHexDecode => Cow::Owned(from_hex(&data)),
                Filter::Ascii85Decode => Cow::Owned(from_base_85(&data)),
                Filter::RunLengthDecode => {
                    self.count(0, runs(&data, |_, _| ()), packed)?;
                    let mut out = Vec::new();
                    runs(&data, |bytes, times| {
                        out.extend(bytes.iter().cycle().take(bytes.len() * times));
                    });
                    Cow::Owned(out)
                }
                Filter::LzwDecode if last => {
                    let len = lzw_len(&data, 0).max(lzw_len(&data, 1));
                    return self.count(0, len, packed);
                }
                // What is packed so and then again cannot be measured. Programs do not do it.
                Filter::LzwDecode => return self.check(u64::MAX),
                Filter::Crypt => continue,
                _ => return Ok(()),
            };
        }
        Ok(())
    }

    /// Unpacks Flate, counting as it goes. Returns what it gives if that is to be kept.
    fn inflate(&mut self, data: &[u8], packed: usize, keep: bool) -> Result<Vec<u8>, Refusal> {
        /// Bytes unpacked before they are counted.
        const STEP: usize = 32 << 10;
        let mut decoder = DeflateDecoder::new(without_header(data));
        let mut kept = Vec::new();
        let mut step = vec![0; STEP];
        let mut before = 0;
        loop {
            match decoder.read(&mut step) {
                Ok(0) => return Ok(kept),
                Ok(taken) => {
                    self.count(before, taken as u64, packed)?;
                    before += taken as u64;
                    if keep {
                        kept.extend_from_slice(&step[..taken]);
                    }
                }
                // The library goes on after some errors.
                Err(_) => {
                    let left = (data.len() as u64).saturating_sub(decoder.total_in());
                    self.check(left.saturating_mul(FLATE_RATIO))?;
                    return Ok(kept);
                }
            }
        }
    }

    /// Counts bytes of a stage that had given `before` bytes.
    fn count(&mut self, before: u64, more: u64, packed: usize) -> Result<(), Refusal> {
        self.total += more;
        self.check(0)?;
        let (stage, packed) = (before + more, (packed as u64).max(1));
        if stage > FREE_BYTES && stage / packed > self.limits.ratio {
            return Err(format!(
                "a stream in it unpacks to more than {} times its size, which is the limit",
                self.limits.ratio
            ));
        }
        Ok(())
    }

    /// Whether so many further bytes would exceed the limit.
    fn check(&self, more: u64) -> Result<(), Refusal> {
        // What is unpacked is held in memory, as a file is.
        let (limit, flag) = if self.limits.bytes <= self.limits.file_bytes {
            (self.limits.bytes, "--max-unpacked")
        } else {
            (self.limits.file_bytes, "--max-file-size")
        };
        if self.total.saturating_add(more) > limit {
            return Err(format!(
                "unpacks to more than {limit} bytes, which is the limit: raise it with {flag}"
            ));
        }
        Ok(())
    }
}

/// Whether data begin as zlib data do.
fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [cmf, flags, ..] if cmf & 0x0F == 8
        && (u16::from(*cmf) << 8 | u16::from(*flags)).is_multiple_of(31))
}

/// The Flate data in zlib data. Some files leave the header out.
fn without_header(data: &[u8]) -> &[u8] {
    if is_zlib(data) { &data[2..] } else { data }
}

/// The first bytes that Flate data give.
fn start_of(data: &[u8]) -> Vec<u8> {
    let mut start = Vec::new();
    // If it is broken, as much as there is.
    let _ = DeflateDecoder::new(without_header(data))
        .take(2)
        .read_to_end(&mut start);
    start
}

/// Data in hexadecimal digits, up to `>`.
fn from_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| (*byte as char).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

/// Data in base 85, up to `~`: five characters are four bytes, `z` is four zeros.
fn from_base_85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let (mut value, mut count) = (0_u32, 0);
    for byte in data.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
            }
            _ => {}
        }
        if count == 5 {
            out.extend(value.to_be_bytes());
            (value, count) = (0, 0);
        }
    }
    if count > 1 {
        for _ in count..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        out.extend(&value.to_be_bytes()[..count - 1]);
    }
    out
}

/// Gives each run of run-length data with how often it is repeated. Returns their bytes.
fn runs(mut data: &[u8], mut run: impl FnMut(&[u8], usize)) -> u64 {
    let mut len = 0;
    while let [length, rest @ ..] = data {
        let length = usize::from(*length);
        let (taken, times) = match length {
            128 => break,
            0..128 => (length + 1, 1),
            _ => (1, 257 - length),
        };
        let taken = taken.min(rest.len());
        run(&rest[..taken], times);
        len += (taken * times) as u64;
        data = &rest[taken..];
    }
    len
}

/// How many bytes LZW data give. `early`: by how many codes longer codes begin early.
fn lzw_len(data: &[u8], early: usize) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    const MAX_CODES: usize = 4096;
    // The length of what each code gives.
    let fresh = || vec![1_u64; END + 1];
    let mut codes = fresh();
    let (mut len, mut before) = (0, None);
    let (mut buffer, mut bits) = (0_usize, 0);
    for byte in data {
        buffer = (buffer << 8 | usize::from(*byte)) & 0xFF_FFFF;
        bits += 8;
        let width = match codes.len() + early {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (buffer >> bits) & ((1 << width) - 1);
        match code {
            CLEAR => (codes, before) = (fresh(), None),
            END => break,
            _ => {
                if let Some(before) = before
                    && codes.len() < MAX_CODES
                {
                    codes.push(before + 1);
                }
                let Some(given) = codes.get(code) else { break };
                len += given;
                before = Some(*given);
            }
        }
    }
    len
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::{from_base_85, from_hex, lzw_len, runs};
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
        packer.write_all(data).expect("packed");
        packer.finish().expect("packed")
    }

    /// A PDF of one page with this content.
    fn pdf(entries: &str, content: &[u8]) -> Vec<u8> {
        let mut out = format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
             2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources\
             <</Font<</F1 5 0 R>>>>>>endobj\n\
             5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n\
             4 0 obj<</Length {}{entries}>>stream\n",
            content.len()
        )
        .into_bytes();
        out.extend_from_slice(content);
        out.extend_from_slice(b"\nendstream endobj\ntrailer<</Size 6/Root 1 0 R>>\n%%EOF");
        out
    }

    fn read(bytes: Vec<u8>, bytes_limit: u64) -> Result<String, String> {
        let mut options = ReadOptions::default();
        options.limits.bytes = bytes_limit;
        let mut sink = Collected::default();
        read_bytes("a.pdf", bytes, &options, &mut sink).map_err(|error| error.to_string())?;
        Ok(sink.documents[0].paragraphs[0].text.clone())
    }

    #[test]
    fn streams_that_unpack_to_more_than_the_limit_are_refused_however_they_are_packed() {
        let mut content = b"BT /F1 12 Tf 72 700 Td (The harbour is full.) Tj ET".to_vec();
        content.resize(100_000, b' ');
        let once = packed(&content);
        let twice = packed(&once);
        let hex: String = once.iter().map(|byte| format!("{byte:02x}")).collect();
        let files = [
            pdf("/Filter/FlateDecode", &once),
            pdf("/Filter/FlateDecode/Subtype/Image", &once),
            pdf("/Filter[/FlateDecode/FlateDecode]", &twice),
            pdf("/Filter[/ASCIIHexDecode/FlateDecode]", hex.as_bytes()),
        ];
        for file in files {
            assert_eq!(
                read(file.clone(), 200_000),
                Ok("The harbour is full.".to_owned())
            );
            assert_eq!(
                read(file, 99_000),
                Err(
                    "a.pdf: unpacks to more than 99000 bytes, which is the limit: raise it with \
                     --max-unpacked"
                        .to_owned()
                )
            );
        }
    }

    #[test]
    fn a_stream_of_objects_is_measured_before_the_file_is_opened() {
        let objects = packed(&vec![b' '; 100_000]);
        let file = pdf("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &objects);
        let refused = read(file, 99_000).expect_err("refused");
        assert!(refused.contains("more than 99000 bytes"), "{refused}");
    }

    #[test]
    fn every_other_filter_is_measured() {
        assert_eq!(from_hex(b"48 65 6C6c 7>"), b"Hellp");
        assert_eq!(from_base_85(b"87cURDZz~>"), b"Hello\0\0\0\0"[..5].to_vec());
        assert_eq!(runs(&[4, 1, 2, 3, 4, 5, 253, 3, 128], |_, _| ()), 9);
        // The example of the standard: ten bytes.
        let lzw = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw_len(&lzw, 1), 10);
    }
}
