//! Unofficial CentralPay SDK: the crate to add.
