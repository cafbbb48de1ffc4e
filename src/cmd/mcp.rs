//! `onrecord mcp`: answers agents on standard input and output.

use crate::args::serving::McpArgs;
use crate::mcp;
use crate::paths::index_folder;
use crate::service::Service;
use crate::service::limits::DEADLINE;
use crate::status::Status;

pub(super) fn run(args: &McpArgs) -> anyhow::Result<Status> {
    // Without an index it starts all the same: the agent reads what is wrong, and the index may
    // come later.
    let folder = index_folder(args.index.folder.as_deref());
    mcp::run(Service::new(folder, DEADLINE))?;
    Ok(Status::Done)
}
