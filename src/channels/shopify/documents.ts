/**
 * What is asked of Shopify, word for word. `includeInactive`: a level that was switched off is not shown without it. What no scope of the
 * job allows is not asked for: one field that is denied takes the whole answer with it.
 */

const LEVEL = `inventoryLevel(locationId: $location, includeInactive: true) {
        isActive
        quantities(names: ["available"]) { quantity }
      }`;

export const VARIANTS = `query Variants($first: Int!, $after: String, $filter: String, $location: ID!) {
  productVariants(first: $first, after: $after, query: $filter, sortKey: ID) {
    nodes {
      id
      sku
      displayName
      product { id }
      inventoryItem {
        id
        tracked
        ${LEVEL}
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const LEVELS = `query Levels($ids: [ID!]!, $location: ID!) {
  nodes(ids: $ids) {
    ... on ProductVariant {
      id
      inventoryItem {
        id
        tracked
        ${LEVEL}
      }
    }
  }
}`;

const LINES = `nodes { id sku quantity variant { id product { id } } }
        pageInfo { hasNextPage endCursor }`;

export const ORDERS = `query Orders($first: Int!, $after: String, $filter: String!, $lines: Int!) {
  orders(first: $first, after: $after, query: $filter, sortKey: UPDATED_AT) {
    nodes {
      id
      updatedAt
      cancelledAt
      lineItems(first: $lines) {
        ${LINES}
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The lines of an order that has more of them than a page of orders takes. */
export const ORDER_LINES = `query OrderLines($id: ID!, $first: Int!, $after: String) {
  order(id: $id) {
    lineItems(first: $first, after: $after) {
        ${LINES}
    }
  }
}`;

export const SET_QUANTITIES = `mutation SetQuantities($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id }
    userErrors { code field message }
  }
}`;

export const ACTIVATE = `mutation Activate($item: ID!, $location: ID!, $key: String!) {
  inventoryActivate(inventoryItemId: $item, locationId: $location) @idempotent(key: $key) {
    inventoryLevel {
      isActive
      quantities(names: ["available"]) { quantity }
    }
    userErrors { field message }
  }
}`;

export const SCOPES = `query Scopes {
  currentAppInstallation { accessScopes { handle } }
}`;

export const LOCATION = `query Location($id: ID!, $named: Boolean!) {
  location(id: $id) {
    id
    name @include(if: $named)
    isActive @include(if: $named)
  }
}`;
