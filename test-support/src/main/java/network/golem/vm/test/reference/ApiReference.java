package network.golem.vm.test.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import network.golem.vm.model.problem.ProblemCode;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The HTTP API of a server that runs, as Markdown: what is mapped, and what the Javadoc of the
 * methods that answer says of it. Their {@code @return} is the answer, their {@code @throws} names
 * the error codes.
 */
public final class ApiReference {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path MODEL = Path.of("../common-model/src/main/java");

  private static final Pattern CODE = Pattern.compile("[a-z-]+\\.[a-z-]+");

  private final Map<String, Javadoc> comments = new HashMap<>(Javadoc.below(MODEL));

  /** In the order of addresses and methods. */
  private final Map<RequestMappingInfo, HandlerMethod> mapped;

  /**
   * @param mapping what a running server answers
   */
  public ApiReference(RequestMappingHandlerMapping mapping) {
    comments.putAll(Javadoc.below(SOURCES));
    this.mapped =
        mapping.getHandlerMethods().entrySet().stream()
            .filter(entry -> isOurs(entry.getValue()))
            .sorted(Comparator.comparing(entry -> path(entry.getKey()) + method(entry.getKey())))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, LinkedHashMap::new));
  }

  private static boolean isOurs(HandlerMethod method) {
    Class<?> type = method.getBeanType();
    return type.getName().startsWith("network.golem.vm")
        && !type.getName().contains(".server.web.");
  }

  /** Whether something here answers a GET of {@code path}, or any other method. */
  public boolean knows(String path) {
    return mapped.keySet().stream()
        .flatMap(info -> info.getPatternValues().stream())
        .anyMatch(pattern -> path.matches(pattern.replaceAll("\\{[^}]*}", "[^/]+")));
  }

  /**
   * The whole API.
   *
   * @param more documents that no signature tells of
   */
  public String markdown(Class<?>... more) {
    var documents = new DocumentReference(comments);
    mapped.values().forEach(handler -> addAll(documents, handler.getMethod()));
    Arrays.stream(more).forEach(documents::add);
    String endpoints =
        mapped.values().stream()
            .map(HandlerMethod::getBeanType)
            .distinct()
            .map(this::group)
            .sorted()
            .collect(Collectors.joining());
    return documents.linked(endpoints + documents.markdown());
  }

  /** The endpoints of one controller, under the beginning that their addresses share. */
  private String group(Class<?> controller) {
    StringBuilder group = new StringBuilder(said(controller.getName()).text()).append("\n\n");
    List<Map.Entry<RequestMappingInfo, HandlerMethod>> endpoints =
        mapped.entrySet().stream()
            .filter(entry -> entry.getValue().getBeanType() == controller)
            .toList();
    endpoints.forEach(entry -> group.append(endpoint(entry.getKey(), entry.getValue())));
    String first = path(endpoints.getFirst().getKey());
    String last = path(endpoints.getLast().getKey());
    int shared = 0;
    while (shared < Math.min(first.length(), last.length())
        && first.charAt(shared) == last.charAt(shared)) {
      shared++;
    }
    return "### `" + first.substring(0, shared).replaceAll("(?<=.)/$", "") + "`\n\n" + group;
  }

  private static String path(RequestMappingInfo info) {
    return info.getPatternValues().iterator().next();
  }

  private static RequestMethod method(RequestMappingInfo info) {
    return info.getMethodsCondition().getMethods().iterator().next();
  }

  private static void addAll(DocumentReference documents, Method method) {
    documents.add(method.getGenericReturnType());
    Arrays.stream(method.getParameters())
        .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
        .forEach(body -> documents.add(body.getType()));
  }

  private String endpoint(RequestMappingInfo info, HandlerMethod handler) {
    Javadoc said = said(handler.getBeanType().getName() + "#" + handler.getMethod().getName());
    assertThat(said.text()).as("the Javadoc of " + handler).isNotEmpty();
    StringBuilder text =
        new StringBuilder(
            "#### `" + method(info) + " " + path(info) + "`\n\n" + said.text() + "\n\n");
    Table table = new Table("parameter", "in", "meaning");
    for (Parameter parameter : handler.getMethod().getParameters()) {
      describe(table, parameter, said);
    }
    text.append(table);
    if (!said.answer().isEmpty()) {
      String document = DocumentReference.name(handler.getMethod().getGenericReturnType());
      text.append("Answer: ").append(said.answer());
      text.append(document.contains("[") ? ": " + document : "").append("\n\n");
    }
    if (!said.failures().isEmpty()) {
      text.append("Errors: ").append(codes(said)).append("\n\n");
    }
    return text.toString();
  }

  private static void describe(Table table, Parameter parameter, Javadoc said) {
    String meaning = said.parameters().getOrDefault(parameter.getName(), "");
    RequestParam query = parameter.getAnnotation(RequestParam.class);
    RequestHeader header = parameter.getAnnotation(RequestHeader.class);
    if (Map.class.isAssignableFrom(parameter.getType())) {
      table.row("several", "query", meaning);
    } else if (query != null) {
      table.row(
          Table.code(query.name().isEmpty() ? parameter.getName() : query.name()),
          "query",
          meaning);
    } else if (header != null) {
      table.row(Table.code(header.name()), "header", meaning);
    } else if (parameter.isAnnotationPresent(RequestBody.class)) {
      table.row(DocumentReference.name(parameter.getType()), "body", meaning);
    }
  }

  private static String codes(Javadoc said) {
    List<String> known = Arrays.stream(ProblemCode.values()).map(ProblemCode::code).toList();
    List<String> codes = codesOf(said);
    assertThat(known).containsAll(codes);
    return codes.stream()
        .map(code -> "[" + code + "](../errors.md#" + code.replace(".", "") + ")")
        .collect(Collectors.joining(", "));
  }

  /** The error codes that a method tells of. */
  static List<String> codesOf(Javadoc said) {
    return said.failures().stream()
        .flatMap(failure -> CODE.matcher(failure).results())
        .map(MatchResult::group)
        .toList();
  }

  private Javadoc said(String name) {
    return Objects.requireNonNull(comments.get(name), () -> "no source of " + name);
  }
}
