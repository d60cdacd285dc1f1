//! Responses whose body depends on the status.

/// Implements [`FromResponse`](crate::FromResponse) for an enum with one variant per successful response body, selected
/// by status. For generated code. A variant without a type is a response without a body.
#[doc(hidden)]
#[macro_export]
macro_rules! response_by_status {
    ($name:ident { $($variant:ident $(($body:ty))? = $($status:literal)|+),+ $(,)? }) => {
        impl $crate::FromResponse for $name {
            fn read(_: &[u8], _: Option<&str>) -> Result<Self, $crate::json::DecodeError> {
                Err($crate::json::DecodeError::unexpected("expected a status, which determines the type of the body"))
            }

            fn read_with_status(
                status: u16,
                body: &[u8],
                content_type: Option<&str>,
            ) -> Result<Self, $crate::json::DecodeError> {
                match status {
                    $($($status)|+ => $crate::response_by_status!(@read $name $variant $(($body))? body content_type),)+
                    _ => Err($crate::json::DecodeError::unexpected("expected a described status, which determines the type of the body")),
                }
            }
        }
    };
    (@read $name:ident $variant:ident ($type:ty) $body:ident $content_type:ident) => {
        <$type as $crate::FromResponse>::read($body, $content_type).map(|body| Self::$variant(Box::new(body)))
    };
    (@read $name:ident $variant:ident $body:ident $content_type:ident) => {
        <$crate::Empty as $crate::FromResponse>::read($body, $content_type).map(|_| Self::$variant)
    };
}

#[cfg(test)]
mod tests {
    use crate::FromResponse;

    #[derive(Debug, PartialEq)]
    enum Answer {
        Number(Box<u8>),
        Letter(Box<char>),
        Empty,
    }

    response_by_status!(Answer { Number(u8) = 200 | 201, Letter(char) = 202, Empty = 204 });

    #[test]
    fn the_status_tells_what_a_body_is() {
        let read = |status, body: &str| Answer::read_with_status(status, body.as_bytes(), None).ok();
        assert_eq!(read(200, "7"), Some(Answer::Number(Box::new(7))));
        assert_eq!(read(201, "8"), Some(Answer::Number(Box::new(8))));
        assert_eq!(read(202, "\"w\""), Some(Answer::Letter(Box::new('w'))));
        assert_eq!(read(204, " "), Some(Answer::Empty));
        for (status, body) in [(200, "\"w\""), (202, "7"), (204, "7"), (203, "7")] {
            assert_eq!(read(status, body), None, "{status} {body}");
        }
        assert!(Answer::read(b"7", None).is_err(), "nothing tells what it is");
    }
}
