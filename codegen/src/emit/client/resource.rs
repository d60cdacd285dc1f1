//! The methods of a resource: one for each operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::example::Examples;
use crate::emit::required;
use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::{deprecated, docs, ident};
use crate::ir::{Api, Module, Operation, Resource};

pub(super) fn resource_items(
    api: &Api,
    module: &Module,
    resource: &Resource,
    examples: &Examples<'_>,
) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let (ty, text) = (ident(&resource.rust()), docs(&rustdoc::of(&resource.docs)));
    let methods = module.operations.iter().map(|operation| {
        let example = examples.docs(resource, operation);
        method(operation, &example, &mut scope)
    });
    let methods: Vec<_> = methods.collect();
    let model = super::model(api);
    let mut items = vec![quote!(
        use payspec_http::{Async, Call, Client};
    )];
    items.extend(scope.uses(&model));
    items.push(quote! {
        #text
        #[derive(Debug, Clone, Copy)]
        pub struct #ty<'c, M = Async> {
            client: &'c Client<M>,
        }
    });
    items.push(quote! {
        impl<'c, M> #ty<'c, M> {
            pub(crate) fn new(client: &'c Client<M>) -> Self {
                Self { client }
            }
            #(#methods)*
        }
    });
    items
}

fn method(operation: &Operation, example: &TokenStream, scope: &mut Scope) -> TokenStream {
    let (name, params) = (ident(&operation.method_name()), scope.local(&operation.type_name));
    let (text, old) = (docs(&rustdoc::method(operation)), deprecated(operation.deprecated.as_ref()));
    if required::takes_params(operation) {
        return quote! {
            #text
            #example
            #old
            pub fn #name(&self, params: #params) -> Call<#params, M> {
                self.client.call(params)
            }
        };
    }
    let arguments = operation.params.iter().map(|field| {
        let (argument, ty) = (ident(&field.rust()), scope.argument(field));
        quote!(#argument: #ty)
    });
    let arguments: Vec<_> = arguments.collect();
    let values = operation.params.iter().map(|field| ident(&field.rust()));
    quote! {
        #text
        #example
        #old
        pub fn #name(&self, #(#arguments),*) -> Call<#params, M> {
            self.client.call(#params::new(#(#values),*))
        }
    }
}
