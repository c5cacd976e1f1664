package network.golem.vm.requestor.session;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import network.golem.vm.model.json.Json;
import tools.jackson.databind.json.JsonMapper;

/** Documents as they are printed: as on the wire, but what is absent is left out. */
final class Printed {

  private static final JsonMapper MAPPER =
      Json.MAPPER
          .rebuild()
          .changeDefaultPropertyInclusion(usual -> usual.withValueInclusion(Include.NON_NULL))
          .build();

  private Printed() {}

  static String json(Object view) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(view);
  }

  /** Maps, lists and plain values with the same members. */
  static Object plain(Object view) {
    return MAPPER.readValue(MAPPER.writeValueAsString(view), Object.class);
  }
}
