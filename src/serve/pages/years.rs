//! The bars of years over a list of passages: one bar a year, or a decade where there are many.
//!
//! Places are in units of the picture: it is [`WIDTH`] by [`HEIGHT`], with the bars at the bottom.

use serde_json::{Value, json};

use crate::serve::params::Params;

/// The picture.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 56.0;

/// The widest bar: two years should not fill the page.
const MAX_WIDTH: f64 = 24.0;

/// More years than this make bars too thin to be clicked.
const MAX_BARS: u64 = 60;

/// The bars of a facet of years. Null if fewer than two years have passages. Each bar is a link
/// that restricts `params` to its years, at `path`.
pub(super) fn bars(facet: &Value, params: &Params, path: &str) -> Value {
    let none = Vec::new();
    let counts = facet.as_array().unwrap_or(&none).iter().filter_map(|year| {
        let number: u64 = year["value"].as_str()?.parse().ok()?;
        Some((number, year["count"].as_u64()?))
    });
    let counts: Vec<(u64, u64)> = counts.collect();
    let (Some(first), Some(last)) = (
        counts.iter().map(|(year, _)| *year).min(),
        counts.iter().map(|(year, _)| *year).max(),
    ) else {
        return Value::Null;
    };
    if first == last {
        return Value::Null;
    }
    let step = match last - first + 1 {
        years if years <= MAX_BARS => 1,
        years if years <= 10 * MAX_BARS => 10,
        _ => 100,
    };
    let begin = first / step * step;
    let bins = (last - begin) / step + 1;
    let mut passages = vec![0u64; usize::try_from(bins).unwrap_or(0)];
    for (year, count) in counts {
        if let Some(bin) = passages.get_mut(((year - begin) / step) as usize) {
            *bin += count;
        }
    }
    let most = passages.iter().copied().max().unwrap_or(1).max(1) as f64;
    let width = WIDTH / bins as f64;
    let bar_width = (width - 1.0).clamp(1.0, MAX_WIDTH);
    let bars = passages.iter().enumerate().map(|(number, count)| {
        let (from, to) = (
            begin + number as u64 * step,
            begin + (number as u64 + 1) * step - 1,
        );
        // A bar of one passage among thousands can still be seen.
        let height = if *count > 0 {
            (*count as f64 / most * (HEIGHT - 2.0)).max(2.0)
        } else {
            0.0
        };
        let link = params
            .set("since", &format!("{from:04}"))
            .set("until", &format!("{to:04}"))
            .without("offset", "")
            .link(path);
        let label = if step == 1 {
            format!("{from}")
        } else {
            format!("{from}–{to}")
        };
        json!({
            "x": format!("{:.2}", number as f64 * width + (width - bar_width) / 2.0),
            "y": format!("{:.2}", HEIGHT - height),
            "width": format!("{:.2}", bar_width),
            "hit_x": format!("{:.2}", number as f64 * width),
            "height": format!("{height:.2}"),
            "hit_width": format!("{width:.2}"),
            "label": label,
            "count": count,
            "href": link,
        })
    });
    json!({
        "bars": bars.filter(|bar| bar["count"] != 0).collect::<Vec<_>>(),
        "first": begin,
        "last": begin + bins * step - 1,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::bars;
    use crate::serve::params::Params;

    #[test]
    fn a_bar_restricts_to_its_years() {
        let facet = json!([{"value": "2020", "count": 4}, {"value": "2022", "count": 1}]);
        let params = Params::parse("q=ferry&offset=20");
        let bars = bars(&facet, &params, "/search");
        assert_eq!(bars["bars"].as_array().map(Vec::len), Some(2));
        assert_eq!(
            bars["bars"][1]["href"],
            "/search?q=ferry&since=2022&until=2022"
        );
        assert_eq!(
            (&bars["first"], &bars["last"]),
            (&json!(2020), &json!(2022))
        );
    }

    #[test]
    fn many_years_are_decades_and_one_year_is_no_picture() {
        let facet = json!([{"value": "1790", "count": 4}, {"value": "2022", "count": 1}]);
        let long = bars(&facet, &Params::default(), "/search");
        assert_eq!(long["bars"][0]["label"], "1790–1799");
        let one = json!([{"value": "1790", "count": 4}]);
        assert!(bars(&one, &Params::default(), "/search").is_null());
    }
}
