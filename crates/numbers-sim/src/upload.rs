//! A file that is uploaded as a form. Its content is counted and not kept.

use axum::body::Body;
use http::{HeaderMap, header};

use crate::refusal::Refusal;

/// What is known of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) file_name: String,
    pub(crate) mime_type: String,
    pub(crate) document_type: Option<String>,
}

const DOCUMENT_TYPE: usize = 1_024;

impl Upload {
    /// Reads a form with a `file` of at most `limit` bytes.
    pub(crate) async fn read(
        headers: &HeaderMap,
        body: Body,
        limit: usize,
    ) -> Result<Self, Refusal> {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok());
        let boundary = boundary.ok_or(Refusal::WrongType("send multipart/form-data"))?;
        let mut form = multer::Multipart::new(body.into_data_stream(), boundary);
        let mut file = None;
        let mut document_type = None;
        while let Some(mut field) = form.next_field().await.map_err(malformed)? {
            let is_file = field.name() == Some("file");
            let most = if is_file { limit } else { DOCUMENT_TYPE };
            let name = field.file_name().unwrap_or_default().to_owned();
            let mime = field.content_type().map(ToString::to_string);
            let is_type = field.name() == Some("documentType");
            let (mut size, mut text) = (0, Vec::new());
            while let Some(chunk) = field.chunk().await.map_err(malformed)? {
                size += chunk.len();
                if size > most {
                    return Err(Refusal::TooLarge);
                }
                if is_type {
                    text.extend_from_slice(&chunk);
                }
            }
            if is_file {
                file = Some((name, mime.unwrap_or_default()));
            } else if is_type {
                document_type = Some(String::from_utf8_lossy(&text).into_owned());
            }
        }
        let (file_name, mime_type) = file.ok_or_else(|| Refusal::invalid("file", "is required"))?;
        Ok(Self {
            file_name,
            mime_type,
            document_type,
        })
    }
}

fn malformed(error: multer::Error) -> Refusal {
    Refusal::invalid("", format!("is not a form: {error}"))
}
