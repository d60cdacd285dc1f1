//! Responses whose body depends on the status.

/// Implements [`FromResponse`](crate::FromResponse) for an enum with one variant per successful response body, selected
/// by status, and with the feature `server` writing it. For generated code. A variant without a type is a response without
/// a body.
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

        $crate::__if_server! {
            impl $crate::server::ResponseBody for $name {
                fn write(&self) -> Result<Vec<u8>, $crate::__private::JsonError> {
                    match self {
                        $($crate::response_by_status!(@pattern $variant body $(($body))?) => {
                            $crate::response_by_status!(@write body $(($body))?)
                        })+
                    }
                }

                fn status(&self) -> Option<u16> {
                    let statuses: &[u16] = match self {
                        $($crate::response_by_status!(@pattern $variant _ $(($body))?) => &[$($status),+],)+
                    };
                    statuses.first().copied()
                }
            }

            impl $crate::__private::object::Blank for $name {
                fn blank() -> Self {
                    let blanks: &[fn() -> Self] = &[$($crate::response_by_status!(@blank $variant $(($body))?)),+];
                    (blanks[0])()
                }

                $crate::__if_made! {
                    fn made(random: &mut $crate::server::Random) -> Self {
                        random.variant(&[$($crate::response_by_status!(@made $variant $(($body))?)),+])
                    }
                }
            }
        }
    };
    (@pattern $variant:ident $name:tt ($type:ty)) => {
        Self::$variant($name)
    };
    (@pattern $variant:ident $name:tt) => {
        Self::$variant
    };
    (@write $name:ident ($type:ty)) => {
        $crate::server::ResponseBody::write(&**$name)
    };
    (@write $name:ident) => {
        Ok(Vec::new())
    };
    (@blank $variant:ident ($type:ty)) => {
        || Self::$variant($crate::__private::object::Blank::blank())
    };
    (@blank $variant:ident) => {
        || Self::$variant
    };
    (@made $variant:ident ($type:ty)) => {
        |random| Self::$variant($crate::__private::object::Blank::made(random))
    };
    (@made $variant:ident) => {
        |_| Self::$variant
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
        Number(Box<i64>),
        Flag(Box<bool>),
        Empty,
    }

    response_by_status!(Answer { Number(i64) = 200 | 201, Flag(bool) = 202, Empty = 204 });

    #[test]
    fn the_status_tells_what_a_body_is() {
        let read = |status, body: &str| Answer::read_with_status(status, body.as_bytes(), None).ok();
        assert_eq!(read(200, "7"), Some(Answer::Number(Box::new(7))));
        assert_eq!(read(201, "8"), Some(Answer::Number(Box::new(8))));
        assert_eq!(read(202, "true"), Some(Answer::Flag(Box::new(true))));
        assert_eq!(read(204, " "), Some(Answer::Empty));
        for (status, body) in [(200, "true"), (202, "7"), (204, "7"), (203, "7")] {
            assert_eq!(read(status, body), None, "{status} {body}");
        }
        assert!(Answer::read(b"7", None).is_err(), "nothing tells what it is");
    }

    #[cfg(feature = "server")]
    #[test]
    fn a_body_is_written_for_its_status() {
        use crate::server::{ResponseBody, response_body};
        use crate::{OperationSpec, SuccessSpec};

        const SPEC: OperationSpec = OperationSpec {
            response_wrap: Some("data"),
            success_by_status: &[(204, SuccessSpec::EMPTY)],
            ..OperationSpec::EMPTY
        };
        for (answer, status, body) in [
            (Answer::Number(Box::new(7)), 200, r#"{"data":7}"#),
            (Answer::Flag(Box::new(true)), 202, r#"{"data":true}"#),
            (Answer::Empty, 204, ""),
        ] {
            assert_eq!(answer.status(), Some(status));
            assert_eq!(response_body(&SPEC, &answer).expect("plain JSON"), body.as_bytes());
        }
    }
}
