package network.golem.vm.model.advertisement;

import java.util.List;
import network.golem.vm.model.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/advertisements}.
 *
 * @param advertisements live providers that match, one page of them
 * @param nextCursor to be sent as {@code cursor} for the next page, absent on the last
 */
public record ProviderPage(List<ListedProvider> advertisements, @Nullable String nextCursor) {

  public ProviderPage {
    advertisements = List.copyOf(advertisements);
  }

  /** Reads it as it stands on the wire. */
  public static ProviderPage of(JsonObject json) {
    return new ProviderPage(
        json.objects("advertisements", ListedProvider::of), json.optionalText("next_cursor"));
  }
}
