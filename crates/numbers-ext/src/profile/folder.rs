//! The configuration folder.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;

use crate::profile::error::ProfileError;

/// Returns the folder of the profiles, whether it is there or not.
pub(super) fn folder() -> Result<PathBuf, ProfileError> {
    let platform = etcetera::choose_base_strategy().map_err(|_| ProfileError::NoFolder)?;
    Ok(platform.config_dir().join("numbers"))
}
