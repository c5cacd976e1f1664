package network.golem.vm.discovery.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import network.golem.vm.discovery.RunningDiscovery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description is written by hand; here it is held against the program. */
class OpenApiTest {

  private static RunningDiscovery discovery;
  private static JsonNode api;

  @BeforeAll
  static void read() throws IOException {
    discovery = RunningDiscovery.shared();
    api = discovery.get("/openapi.json").body();
  }

  @Test
  void everyRouteIsDescribedAndNoOther() {
    List<String> described = new ArrayList<>();
    api.path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    List<String> routes = new ArrayList<>();
    discovery
        .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(route ->
            route
                .getMethodsCondition()
                .getMethods()
                .forEach(method ->
                    route.getPatternValues().forEach(path -> routes.add(method + " " + path))));
    routes.add("GET /health");
    assertThat(described).containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void everyParameterOfASearchIsDescribedAndNoOther() {
    List<String> described = new ArrayList<>();
    api.at("/paths/~1api~1v1~1advertisements/get/parameters")
        .forEach(parameter -> {
          if (parameter.path("in").asString().equals("query")) {
            described.add(parameter.path("name").asString());
          }
        });
    String allowed = discovery.search("nonsense=1").body().path("allowed").asString();
    assertThat(described).containsExactlyInAnyOrder(allowed.replace("one of ", "").split(", ", -1));
  }

  @Test
  void everyMemberOfARowIsDescribed() {
    JsonNode described = api.at("/components/schemas/Listing/properties");
    JsonNode row = discovery.post(discovery.provider("described").statement()).body();
    assertThat(described.propertyNames()).containsAll(row.propertyNames());
    assertThat(row.propertyNames())
        .containsAll(
            api.at("/components/schemas/Listing/required")
                .valueStream()
                .map(JsonNode::asString)
                .toList());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = api.findValues("$ref");
    assertThat(references).isNotEmpty();
    for (JsonNode reference : references) {
      assertThat(api.at(reference.asString().substring(1)).isMissingNode())
          .as(reference.asString())
          .isFalse();
    }
    assertThat(api.path("openapi").asString()).startsWith("3.1");
  }
}
