//! The parameters of a URL: reading them into requests, and making links that change one of them.
//!
//! The page and the API have the same parameters. Filters may be repeated. A parameter that a
//! place does not have is refused by its name.

use crate::service::failure::Failure;
use crate::service::request::{Filters, ListRequest, SearchRequest};

/// The parameters of filters.
pub(super) const FILTERS: [&str; 8] = [
    "speaker", "section", "doc", "path", "lang", "kind", "since", "until",
];

/// The other parameters of a search.
pub(super) const SEARCH: [&str; 7] = ["q", "limit", "offset", "context", "sort", "match", "facets"];

/// Parameters in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query string. Empty values count as absent, as a form sends them.
    pub fn parse(query: &str) -> Params {
        let pairs = form_urlencoded::parse(query.as_bytes());
        let pairs = pairs.map(|(name, value)| (name.into_owned(), value.into_owned()));
        Params(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// The values of a parameter.
    pub fn all(&self, name: &str) -> Vec<String> {
        let of_name = self.0.iter().filter(|(other, _)| other == name);
        of_name.map(|(_, value)| value.clone()).collect()
    }

    /// The value of a parameter; of several the last.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().rev();
        let found = values.find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Takes out a parameter, and returns its last value.
    pub fn remove(&mut self, name: &str) -> Option<String> {
        let value = self.get(name).map(str::to_owned);
        self.0.retain(|(other, _)| other != name);
        value
    }

    /// Whether a parameter has this value among its values.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(n, v)| n == name && v == value)
    }

    /// The same with one more value, on the first page.
    pub fn with(&self, name: &str, value: &str) -> Params {
        let mut params = self.clone();
        params.remove("offset");
        params.0.push((name.to_owned(), value.to_owned()));
        params
    }

    /// The same with this value alone.
    pub fn set(&self, name: &str, value: &str) -> Params {
        let mut params = self.clone();
        params.remove(name);
        params.0.push((name.to_owned(), value.to_owned()));
        params
    }

    /// The same without this value, on the first page.
    pub fn without(&self, name: &str, value: &str) -> Params {
        let mut params = self.clone();
        params.remove("offset");
        params.0.retain(|(n, v)| n != name || v != value);
        params
    }

    /// A link to a path with these parameters.
    pub fn link(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.0);
        format!("{path}?{}", query.finish())
    }

    /// Each name and value.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Fails if there is a parameter that is not in these lists.
    pub fn check(&self, known: &[&[&str]]) -> Result<(), Failure> {
        let is_known = |name: &&str| known.iter().any(|names| names.contains(name));
        match self
            .pairs()
            .map(|(name, _)| name)
            .find(|name| !is_known(name))
        {
            None => Ok(()),
            Some(unknown) => {
                let names = known.concat().join(", ");
                let message = format!("unknown parameter: there are {names}");
                Err(Failure::parameter(unknown, message))
            }
        }
    }

    /// A whole number. `None` if it is absent.
    pub fn number(&self, name: &str) -> Result<Option<usize>, Failure> {
        let read = |text: &str| {
            text.parse()
                .map_err(|_| Failure::parameter(name, "write a whole number, 0 or more"))
        };
        self.get(name).map(read).transpose()
    }

    /// The filters.
    pub fn filters(&self) -> Filters {
        Filters {
            speaker: self.all("speaker"),
            section: self.all("section"),
            doc: self.all("doc"),
            path: self.all("path"),
            lang: self.all("lang"),
            kind: self.all("kind"),
            since: self.get("since").map(str::to_owned),
            until: self.get("until").map(str::to_owned),
        }
    }

    /// A search.
    pub fn search(&self) -> Result<SearchRequest, Failure> {
        let facets = self.all("facets");
        let facets = facets.iter().flat_map(|names| names.split(','));
        Ok(SearchRequest {
            query: self.get("q").unwrap_or_default().to_owned(),
            filters: self.filters(),
            limit: self.number("limit")?,
            offset: self.number("offset")?.unwrap_or(0),
            context: self.number("context")?.unwrap_or(0),
            sort: self.get("sort").map(str::to_owned),
            matching: self.get("match").map(str::to_owned),
            facets: facets.map(str::to_owned).collect(),
        })
    }

    /// A list of values.
    pub fn list(&self) -> Result<ListRequest, Failure> {
        Ok(ListRequest {
            pattern: self.get("q").map(str::to_owned),
            filters: self.filters(),
            limit: self.number("limit")?,
            offset: self.number("offset")?.unwrap_or(0),
        })
    }
}

/// Text as a segment of a path.
pub(super) fn segment(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn links_change_one_parameter_and_go_to_the_first_page() {
        let params = Params::parse("q=ferry+fare&speaker=Anna+Berg&offset=10&since=");
        assert_eq!(params.all("speaker"), ["Anna Berg"]);
        assert_eq!(params.get("since"), None);
        let with = params.with("speaker", "Karl & Co");
        let link = with.link("/search");
        assert_eq!(
            link,
            "/search?q=ferry+fare&speaker=Anna+Berg&speaker=Karl+%26+Co"
        );
        let without = with.without("speaker", "Anna Berg");
        assert_eq!(
            without.link("/search"),
            "/search?q=ferry+fare&speaker=Karl+%26+Co"
        );
        assert_eq!(params.set("offset", "20").get("offset"), Some("20"));
    }

    #[test]
    fn an_unknown_parameter_is_refused_by_its_name() {
        let params = Params::parse("q=x&spaeker=y");
        let error = params.check(&[&["q"], &["speaker"]]).expect_err("an error");
        assert_eq!(
            error.to_string(),
            "spaeker: unknown parameter: there are q, speaker"
        );
    }
}
