//! A panic costs one answer. Unguarded it would unwind out of the message loop and leave a mute process behind.

use std::{
    panic::AssertUnwindSafe,
    task::{Context, Poll},
};

use futures_util::{
    FutureExt,
    future::{self, BoxFuture},
};
use tower_lsp_server::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

/// Wraps the whole service, so that no handler can be forgotten.
pub(super) struct Guard<S>(pub S);

impl<S> Service<Request> for Guard<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Option<Response>, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let id = request.id().cloned();
        // Handlers share only the session, which holds whole values behind locks: a panic leaves none half written.
        match std::panic::catch_unwind(AssertUnwindSafe(|| self.0.call(request))) {
            Ok(handler) => AssertUnwindSafe(handler)
                .catch_unwind()
                .map(move |outcome| outcome.unwrap_or_else(|_| Ok(internal_error(id))))
                .boxed(),
            Err(_) => future::ready(Ok(internal_error(id))).boxed(),
        }
    }
}

/// A notification has no id and gets no answer.
fn internal_error(id: Option<Id>) -> Option<Response> {
    id.map(|id| Response::from_error(id, Error::internal_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Panics as the method's name says, else answers.
    struct Fragile;

    impl Service<Request> for Fragile {
        type Response = Option<Response>;
        type Error = String;
        type Future = BoxFuture<'static, Result<Option<Response>, String>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), String>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request) -> Self::Future {
            assert_ne!(request.method(), "panic at once");
            async move {
                assert_ne!(request.method(), "panic later");
                Ok(request.id().cloned().map(|id| Response::from_ok(id, true.into())))
            }
            .boxed()
        }
    }

    async fn answer(guard: &mut Guard<Fragile>, request: Request) -> Option<Response> {
        guard.call(request).await.expect("the guard passes no error on")
    }

    #[tokio::test]
    async fn a_panic_is_answered_and_the_next_request_too() {
        let mut guard = Guard(Fragile);
        for method in ["panic at once", "panic later"] {
            let response = answer(&mut guard, Request::build(method).id(7).finish()).await.expect("an answer");
            assert_eq!(response.id(), &Id::Number(7));
            assert_eq!(response.error().map(|error| error.code.code()), Some(-32603));
            assert_eq!(answer(&mut guard, Request::build(method).finish()).await, None, "a notification");
        }
        let response = answer(&mut guard, Request::build("calm").id(8).finish()).await.expect("an answer");
        assert!(response.is_ok());
    }
}
