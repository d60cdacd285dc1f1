//! Rules about files of the portal.

use crate::diff::rule::rules;

rules! {
    FILE_ADDED "file-added" [] Added
        "A new file that can be read or written.";
    FILE_REMOVED "file-removed" [rust]
        "The type of the file's rows is gone.";
    FILE_DIRECTION_CHANGED "file-direction-changed" [rust]
        "The file was read and is written, or the reverse.";
    FILE_SEPARATOR_CHANGED "file-separator-changed" [wire decode]
        "Cells are separated by another character.";
    FILE_AMOUNTS_CHANGED "file-amounts-changed" [wire decode]
        "Amounts of the file have another unit, decimal mark or number of decimals.";
    FILE_COLUMN_ADDED "file-column-added" []
        "A new column that is optional to read.";
    FILE_COLUMN_REQUIRED_ADDED "file-column-required-added" [wire decode rust]
        "A new column that is written, or that each export must have.";
    FILE_COLUMN_REMOVED "file-column-removed" [wire rust]
        "The field of the row is gone.";
    FILE_COLUMNS_REORDERED "file-columns-reordered" [wire]
        "Columns are written in another order. They are read by name.";
    FILE_WORDS_CHANGED "file-words-changed" [wire decode]
        "A column has other words for true and false.";
    FILE_CURRENCY_CHANGED "file-currency-changed" [wire decode]
        "The currency of an amount is in another column.";
}
