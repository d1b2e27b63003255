//! Putting a changed text back where it came from: wholly or not at all.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use tempfile::NamedTempFile;

use super::Problem;
use crate::syntax;

/// Writes `text` over the file that held `original`, in its encoding. A link is followed; permissions stay.
pub(super) fn write_back(path: &Path, original: &[u8], text: &str) -> Result<(), Problem> {
    let Some(bytes) = syntax::encode(text, original) else {
        return Err(Problem::unreadable(
            path,
            "the change needs a character that the file's encoding lacks: nothing was written".into(),
        ));
    };
    if fs::read(path).is_ok_and(|now| now != original) {
        return Err(Problem::unreadable(path, "changed while it was being fixed, and was left alone".into()));
    }
    replace(path, &bytes).map_err(|error| Problem::unwritable(path, &error))
}

/// Either the old bytes or the new ones are there at any moment, also when the process is killed.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => std::path::absolute(path)?,
        Err(error) => return Err(error),
    };
    let permissions = match fs::metadata(&target) {
        Ok(metadata) if metadata.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
        Ok(metadata) => Some(metadata.permissions()),
        Err(_) => None,
    };
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = beside(folder)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(&target)?;
    Ok(())
}

/// A file that is to be renamed. As any new file it may be read by those whom the umask lets.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".heaplight-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_in_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        fs::write(&path, b"\xef\xbb\xbfa\r\n").unwrap();
        write_back(&path, b"\xef\xbb\xbfa\r\n", "b\r\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"\xef\xbb\xbfb\r\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_links_are_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.py"), folder.path().join("link.py"));
        fs::write(&path, "a").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o751)).unwrap();
        symlink(&path, &link).unwrap();
        write_back(&link, b"a", "b").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "b");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o751);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn what_is_protected_or_has_changed_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        fs::write(&path, "new").unwrap();
        assert!(write_back(&path, b"old", "b").is_err());
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(
            write_back(&path, b"new", "b").unwrap_err().to_string().ends_with("permission denied: make it writable")
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}
