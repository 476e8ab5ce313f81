/** Why an item cannot be used, by the reasons of sync_quarantine. */
export const en = {
  not_an_object: 'the item is no JSON object',
  no_id: 'the item has no product id',
  bad_id: 'the product id is not a positive whole number',
  bad_external_id: 'the product id is longer than 256 bytes, or has half a character (a lone surrogate)',
  bad_code: 'the code is empty, or longer than 64 characters',
  id_out_of_range: 'the product id is larger than the id column of the table of products holds',
  bad_price: 'the price is not a decimal number',
  price_out_of_range: 'the price is negative, or 100,000,000,000 or more',
  bad_currency: 'the currency is neither DOL nor PES',
  bad_tax: 'the tax is not a percentage',
  bad_balance: 'the balance is not a number',
  stock_out_of_range: 'the balance is beyond what the stock column of the table of products holds',
  contradictory: 'the list has two different items for this product',
  not_utf8: 'the text is not valid UTF-8',
  ill_formed_text: 'the text has half a character (a lone surrogate)',
  bad_number: 'a number is too large for JSON in the database',
  too_deep: 'the item is nested deeper than the database accepts',
  not_in_charset:
    'the text has a character that the charset of the data column of the table of products lacks',
  too_long: 'the item is longer than the database accepts',
};
