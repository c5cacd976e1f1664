package network.golem.vm.test.reference;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Links from page to page, and to headings as GitHub names them. */
public final class Links {

  private static final Pattern BLOCK =
      Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)# ]*)(?:#([^) ]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  private Links() {}

  /** Those of a page that lead nowhere. */
  public static List<String> broken(Path page) {
    return LINK.matcher(text(page))
        .results()
        .filter(link -> !leadsSomewhere(page, link))
        .map(link -> page + ": " + link.group())
        .toList();
  }

  private static boolean leadsSomewhere(Path page, MatchResult link) {
    Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
    boolean isThere = Files.exists(target);
    String heading = link.group(2);
    return isThere && (heading == null || !isPage(target) || hasHeading(target, heading));
  }

  private static boolean isPage(Path target) {
    return target.toString().endsWith(".md");
  }

  private static boolean hasHeading(Path page, String name) {
    return HEADING
        .matcher(text(page))
        .results()
        .anyMatch(found -> name(found.group(1)).equals(name));
  }

  private static String name(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
        .replace(' ', '-');
  }

  private static String text(Path page) {
    return BLOCK.matcher(Docs.read(page)).replaceAll("");
  }
}
