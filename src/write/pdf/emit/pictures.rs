//! Pictures as objects that pages draw.

use super::super::picture::Picture;

/// What pages call a picture.
pub(super) fn name(picture: &Picture) -> String {
    format!("Picture-{}", picture.name)
}
