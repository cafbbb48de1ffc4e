//! Korean nouns without their particles: `시장은` and `시장에서` are `시장`.
//!
//! A particle is cut off where the sound before it allows that, and where enough of the noun is
//! left. It is repeated, so that each form of a noun has one result.

use std::sync::OnceLock;

use crate::text::word_list::entries;

/// A particle of the list.
struct Particle {
    text: &'static str,
    after: After,
    /// Syllables that must be left.
    left: usize,
}

/// The sound that a particle follows.
#[derive(Clone, Copy)]
enum After {
    Any,
    Consonant,
    Vowel,
    /// A vowel or the consonant ㄹ.
    VowelOrRieul,
}

/// The longest first, as `에서` ends in no particle but contains one.
fn particles() -> &'static [Particle] {
    static PARTICLES: OnceLock<Vec<Particle>> = OnceLock::new();
    PARTICLES.get_or_init(|| {
        let rows = entries(include_str!("lists/korean_particles.txt"));
        let mut particles: Vec<Particle> = rows.filter_map(particle).collect();
        particles.sort_by_key(|particle| std::cmp::Reverse(particle.text.len()));
        particles
    })
}

fn particle(row: &'static str) -> Option<Particle> {
    let mut columns = row.split(' ');
    let text = columns.next()?;
    let after = match columns.next()? {
        "c" => After::Consonant,
        "v" => After::Vowel,
        "r" => After::VowelOrRieul,
        _ => After::Any,
    };
    let left = columns.next()?.parse().ok()?;
    Some(Particle { text, after, left })
}

/// A word without particles. Other words are returned as they are.
pub(crate) fn stem(word: &str) -> &str {
    let mut noun = word;
    while let Some(shorter) = particles()
        .iter()
        .find_map(|particle| without(noun, particle))
    {
        noun = shorter;
    }
    noun
}

fn without<'w>(word: &'w str, particle: &Particle) -> Option<&'w str> {
    let noun = word.strip_suffix(particle.text)?;
    let final_sound = final_sound(noun.chars().next_back()?)?;
    let fits = match particle.after {
        After::Any => true,
        After::Consonant => final_sound != 0,
        After::Vowel => final_sound == 0,
        After::VowelOrRieul => final_sound == 0 || final_sound == RIEUL,
    };
    (fits && noun.chars().count() >= particle.left).then_some(noun)
}

/// The number of ㄹ among the final consonants of syllables.
const RIEUL: u32 = 8;

/// The number of the final consonant of a syllable, 0 for none. `None` if it is no syllable.
///
/// Formula: The Unicode Standard, section 3.12: 28 syllables differ in their final consonant only.
fn final_sound(syllable: char) -> Option<u32> {
    matches!(syllable, '가'..='힣').then(|| (u32::from(syllable) - u32::from('가')) % 28)
}

#[cfg(test)]
mod tests {
    use super::{particles, stem};

    fn check(word: &str, expected: &str) {
        assert_eq!(stem(word), expected, "{word}");
    }

    #[test]
    fn particles_go() {
        for word in [
            "시장",
            "시장은",
            "시장이",
            "시장을",
            "시장에서",
            "시장에게는",
            "시장들의",
        ] {
            check(word, "시장");
        }
        check("학교도", "학교");
        check("폭풍으로", "폭풍");
        check("서울로", "서울");
        check("집에서", "집");
    }

    #[test]
    fn endings_of_nouns_stay() {
        for word in [
            "전문가",
            "아이",
            "회의",
            "결과",
            "도로",
            "국가",
            "NATO",
            "은",
        ] {
            check(word, word);
        }
    }

    #[test]
    fn every_row_of_the_list_is_read() {
        let rows = include_str!("lists/korean_particles.txt").lines();
        let rows = rows.filter(|row| !row.starts_with('#')).count();
        assert_eq!(particles().len(), rows);
    }
}
