package network.golem.vm.discovery.search;

import cz.jirutka.rsql.parser.RSQLParser;
import cz.jirutka.rsql.parser.RSQLParserException;
import cz.jirutka.rsql.parser.ast.AndNode;
import cz.jirutka.rsql.parser.ast.ComparisonNode;
import cz.jirutka.rsql.parser.ast.ComparisonOperator;
import cz.jirutka.rsql.parser.ast.LogicalNode;
import cz.jirutka.rsql.parser.ast.Node;
import cz.jirutka.rsql.parser.ast.RSQLOperators;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import network.golem.vm.discovery.advertisement.Listing;
import network.golem.vm.model.problem.InvalidValueException;

/**
 * The parameter {@code filter}: RSQL (https://github.com/nstdio/rsql-parser) over the fields of an
 * advertisement, for example {@code country=in=(SE,NO);memory>=32,name==lab*}. Texts may begin and
 * end with {@code *}; {@code image} is true when any image is. What a provider does not say fulfils
 * no comparison but {@code !=} and {@code =out=}.
 */
final class RsqlFilter {

  /** Characters, comparisons and parentheses within one another: enough for people. */
  static final int LONGEST = 1_024;

  static final int MOST_COMPARISONS = 32;
  static final int DEEPEST = 8;

  private static final Set<ComparisonOperator> OPERATORS =
      Set.of(
          RSQLOperators.EQUAL,
          RSQLOperators.NOT_EQUAL,
          RSQLOperators.GREATER_THAN,
          RSQLOperators.GREATER_THAN_OR_EQUAL,
          RSQLOperators.LESS_THAN,
          RSQLOperators.LESS_THAN_OR_EQUAL,
          RSQLOperators.IN,
          RSQLOperators.NOT_IN);

  private final String text;
  private int comparisons;

  private RsqlFilter(String text) {
    this.text = text;
  }

  /**
   * Reads a filter.
   *
   * @throws InvalidValueException when it is no RSQL, too large, or names what there is not
   */
  static Predicate<Listing> parse(String text) {
    RsqlFilter filter = new RsqlFilter(text);
    // Before it is parsed: the parser goes one call deeper with each parenthesis.
    if (text.length() > LONGEST || depth(text) > DEEPEST) {
      throw filter.refused(
          "at most " + LONGEST + " characters, with parentheses at most " + DEEPEST + " deep");
    }
    try {
      return filter.compile(new RSQLParser(OPERATORS).parse(text));
    } catch (RSQLParserException e) {
      throw filter.refused("RSQL, for example country==SE;memory>=32");
    }
  }

  private static int depth(String text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      depth += (character == '(' ? 1 : 0) - (character == ')' ? 1 : 0);
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private Predicate<Listing> compile(Node node) {
    return switch (node) {
      case ComparisonNode comparison -> comparison(comparison);
      case LogicalNode logical -> {
        List<Predicate<Listing>> parts = logical.getChildren().stream().map(this::compile).toList();
        yield logical instanceof AndNode
            ? listing -> parts.stream().allMatch(part -> part.test(listing))
            : listing -> parts.stream().anyMatch(part -> part.test(listing));
      }
      default -> throw refused("RSQL");
    };
  }

  private Predicate<Listing> comparison(ComparisonNode node) {
    Field field = Field.named(node.getSelector());
    if (field == null) {
      throw new InvalidValueException(
          "filter", node.getSelector(), "a comparison of " + String.join(", ", Field.names()));
    }
    comparisons += node.getArguments().size();
    if (comparisons > MOST_COMPARISONS) {
      throw refused("at most " + MOST_COMPARISONS + " values to compare with");
    }
    ComparisonOperator operator = node.getOperator();
    List<Predicate<Object>> equals =
        node.getArguments().stream().map(argument -> equalTo(field, argument)).toList();
    if (operator.equals(RSQLOperators.EQUAL) || operator.equals(RSQLOperators.IN)) {
      return listing -> isAny(field, listing, equals);
    }
    if (operator.equals(RSQLOperators.NOT_EQUAL) || operator.equals(RSQLOperators.NOT_IN)) {
      return listing -> !isAny(field, listing, equals);
    }
    Object bound = field.parse(node.getArguments().getFirst());
    IntPredicate holds = order(operator);
    return listing -> {
      Object value = field.key(listing);
      return value != null && holds.test(Field.compare(value, bound));
    };
  }

  private static boolean isAny(Field field, Listing listing, List<Predicate<Object>> wanted) {
    Object value = field.of().apply(listing);
    Collection<?> values =
        value == null ? List.of() : value instanceof List<?> texts ? texts : List.of(value);
    return values.stream().anyMatch(one -> wanted.stream().anyMatch(test -> test.test(one)));
  }

  private static IntPredicate order(ComparisonOperator operator) {
    if (operator.equals(RSQLOperators.GREATER_THAN)) {
      return difference -> difference > 0;
    }
    if (operator.equals(RSQLOperators.GREATER_THAN_OR_EQUAL)) {
      return difference -> difference >= 0;
    }
    return operator.equals(RSQLOperators.LESS_THAN)
        ? difference -> difference < 0
        : difference -> difference <= 0;
  }

  private static Predicate<Object> equalTo(Field field, String argument) {
    Object wanted = field.parse(argument);
    if (!(wanted instanceof String text) || text.indexOf('*') < 0) {
      return wanted::equals;
    }
    boolean open = text.startsWith("*");
    boolean openEnd = text.length() > 1 && text.endsWith("*");
    String part = text.substring(open ? 1 : 0, text.length() - (openEnd ? 1 : 0));
    return value -> matches(value.toString(), part, open, openEnd);
  }

  private static boolean matches(String value, String part, boolean open, boolean openEnd) {
    if (open) {
      return openEnd ? value.contains(part) : value.endsWith(part);
    }
    return openEnd ? value.startsWith(part) : value.equals(part);
  }

  private InvalidValueException refused(String allowed) {
    String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    return new InvalidValueException("filter", shown, allowed);
  }
}
