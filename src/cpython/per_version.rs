use crate::config::PythonVersion;

/// One value for each release line, 3.9 first.
#[derive(Clone, Copy, Debug)]
pub(super) struct PerVersion<T>(pub(super) [T; PythonVersion::ALL.len()]);

impl<T: Copy> PerVersion<T> {
    pub(super) fn at(&self, version: PythonVersion) -> T {
        let index = version.minor() - PythonVersion::ALL[0].minor();
        self.0[usize::from(index)]
    }
}
