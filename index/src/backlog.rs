//! How much has been handed to the indexing threads and is not indexed yet.
//!
//! Reading can outrun indexing, and the writer's own queue counts batches, not bytes: ten thousand of them, whatever they hold. A file of 200 MB
//! waited in memory as a whole. So each batch takes a ticket for its bytes, and taking one waits until there is room.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// Bytes of text that may wait; their records take three to five times as much. Enough to keep eight threads at work.
const LIMIT_BYTES: usize = 16 << 20;

/// What waits to be indexed.
#[derive(Debug, Default)]
pub struct Backlog(Arc<State>);

#[derive(Debug, Default)]
struct State {
    bytes: Mutex<usize>,
    shrunk: Condvar,
}

impl Backlog {
    /// A ticket for so many bytes, once there is room for them. A batch larger than all room goes alone.
    pub fn ticket(&self, bytes: usize) -> Ticket {
        let waiting = self.0.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waiting = self
            .0
            .shrunk
            .wait_while(waiting, |waiting| {
                *waiting > 0 && *waiting + bytes > LIMIT_BYTES
            })
            .unwrap_or_else(PoisonError::into_inner);
        *waiting += bytes;
        Ticket {
            state: Arc::clone(&self.0),
            bytes,
        }
    }
}

/// Room for a batch, given back when it is dropped: when the last record of the batch was indexed, or the writer gave up.
#[derive(Debug)]
pub struct Ticket {
    state: Arc<State>,
    bytes: usize,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut waiting = self
            .state
            .bytes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *waiting -= self.bytes;
        self.state.shrunk.notify_all();
    }
}

/// A record on its way to be indexed, with the ticket that its batch shares.
#[derive(Debug)]
pub struct Record {
    /// What is indexed.
    pub document: TantivyDocument,
    /// Held until then.
    pub ticket: Arc<Ticket>,
}

impl Document for Record {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        drop(self.ticket);
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::{Backlog, LIMIT_BYTES};

    #[test]
    fn a_batch_waits_until_there_is_room() {
        let backlog = Backlog::default();
        let large = backlog.ticket(2 * LIMIT_BYTES);
        std::thread::scope(|scope| {
            let next = scope.spawn(|| drop(backlog.ticket(1)));
            drop(large);
            next.join().expect("a ticket");
        });
        assert_eq!(*backlog.0.bytes.lock().expect("whole"), 0);
    }
}
