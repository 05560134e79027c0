package io.berth.km.store;

import java.util.List;
import java.util.OptionalLong;

/**
 * A page of a list.
 *
 * @param next the cursor of the page after; empty on the last page
 */
public record ItemPage(List<ItemEntry> items, OptionalLong next) {
  public ItemPage {
    items = List.copyOf(items);
  }
}
