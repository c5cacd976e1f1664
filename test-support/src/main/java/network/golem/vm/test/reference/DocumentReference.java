package network.golem.vm.test.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.golem.vm.model.json.Json;
import org.jspecify.annotations.Nullable;

/** JSON documents, as the records that they are read into and written from. */
final class DocumentReference {

  private final Map<String, Javadoc> comments;
  private final Set<Class<?>> documents =
      new TreeSet<>(
          Comparator.<Class<?>, String>comparing(Class::getSimpleName)
              .thenComparing(Class::getName));

  DocumentReference(Map<String, Javadoc> comments) {
    this.comments = comments;
  }

  /** Adds what is in a type, and what is in that. */
  void add(Type type) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
    } else if (type instanceof Class<?> one && isDocument(one) && documents.add(one)) {
      for (RecordComponent member : one.getRecordComponents()) {
        add(member.getGenericType());
      }
    }
  }

  private static boolean isDocument(Class<?> type) {
    return type.isRecord() && type.getName().startsWith("network.golem.vm") && !isValue(type);
  }

  /** The name of a type, with a link to where it is described. */
  static String name(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return switch (generic.getRawType()) {
        case Class<?> raw when raw == Map.class -> "object of " + name(last);
        case Class<?> raw when raw == List.class -> "list of " + name(last);
        default -> name(last);
      };
    }
    Class<?> simple = (Class<?>) type;
    if (isDocument(simple)) {
      String name = simple.getSimpleName();
      return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }
    return simple.isEnum() ? values(simple) : word(simple);
  }

  private static String word(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (type == double.class || type == Double.class) {
      return "number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "integer";
    }
    return type == Instant.class ? "instant" : "text";
  }

  private static String values(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(value -> "`" + Json.MAPPER.convertValue(value, String.class) + "`")
        .collect(Collectors.joining(", "));
  }

  private static boolean isValue(Class<?> type) {
    Stream<AnnotatedElement> parts =
        Stream.concat(
            Arrays.stream(type.getDeclaredFields()), Arrays.stream(type.getDeclaredMethods()));
    return parts.anyMatch(part -> part.isAnnotationPresent(JsonValue.class)) || type == URI.class;
  }

  /** The text, in which each name of a document leads to it. */
  String linked(String text) {
    String linked = text;
    for (Class<?> document : documents) {
      linked = linked.replace("`" + document.getSimpleName() + "`", name(document));
    }
    return linked;
  }

  /** All of them, by their names. */
  String markdown() {
    return documents.stream().map(this::markdown).collect(Collectors.joining());
  }

  private String markdown(Class<?> document) {
    Javadoc said = Optional.ofNullable(comments.get(document.getName())).orElseThrow();
    Table table = new Table("member", "type", "meaning");
    for (RecordComponent member : document.getRecordComponents()) {
      String optional = isOptional(member) ? ", may be absent" : "";
      table.row(
          "`" + snakeCase(member.getName()) + "`",
          name(member.getGenericType()) + optional,
          meaning(document, member.getName(), said));
    }
    return "#### " + document.getSimpleName() + "\n\n" + said.text() + "\n\n" + table;
  }

  private static String meaning(Class<?> document, String member, Javadoc said) {
    String meaning = said.parameters().getOrDefault(member, "");
    assertThat(meaning).as("@param %s in the Javadoc of %s", member, document).isNotEmpty();
    return meaning;
  }

  private static boolean isOptional(RecordComponent member) {
    return member.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
