package network.golem.vm.test.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the sources say of classes and methods, read by the compiler's own parser.
 *
 * @param text what it is, as Markdown
 * @param parameters the meaning of each parameter or component, by name
 * @param answer what a method returns
 * @param failures what follows each {@code @throws}
 */
record Javadoc(String text, Map<String, String> parameters, String answer, List<String> failures) {

  private static final Javadoc NONE = new Javadoc("", Map.of(), "", List.of());

  /** Comments of all classes in a directory, by their binary names, and {@code Class#method}. */
  static Map<String, Javadoc> below(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      var compiler = ToolProvider.getSystemJavaCompiler();
      try (var reader = compiler.getStandardFileManager(null, null, null)) {
        var task =
            (JavacTask)
                compiler.getTask(
                    null, reader, null, null, null, reader.getJavaFileObjectsFromPaths(sources));
        var comments = new Comments(DocTrees.instance(task));
        for (CompilationUnitTree unit : task.parse()) {
          comments.scan(unit, null);
        }
        return comments.found;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Comments extends TreePathScanner<@Nullable Void, @Nullable String> {

    private final Map<String, Javadoc> found = new HashMap<>();
    private final DocTrees trees;

    Comments(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable String outer) {
      String name =
          (outer == null
                  ? getCurrentPath().getCompilationUnit().getPackageName() + "."
                  : outer + "$")
              + type.getSimpleName();
      found.put(name, read());
      return super.visitClass(type, name);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable String type) {
      found.put(type + "#" + method.getName(), read());
      return super.visitMethod(method, type);
    }

    private Javadoc read() {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      return comment == null ? NONE : Javadoc.of(comment);
    }
  }

  private static Javadoc of(DocCommentTree comment) {
    Map<String, String> parameters = new LinkedHashMap<>();
    StringBuilder answer = new StringBuilder();
    Stream.Builder<String> failures = Stream.builder();
    for (DocTree tag : comment.getBlockTags()) {
      switch (tag) {
        case ParamTree parameter ->
            parameters.put(parameter.getName().toString(), markdown(parameter.getDescription()));
        case ReturnTree returned -> answer.append(markdown(returned.getDescription()));
        case ThrowsTree thrown -> failures.add(markdown(thrown.getDescription()));
        default -> {}
      }
    }
    return new Javadoc(
        markdown(comment.getFullBody()), parameters, answer.toString(), failures.build().toList());
  }

  private static String markdown(List<? extends DocTree> text) {
    return text.stream()
        .map(DocTree::toString)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .replaceAll("\\{@(?:code|literal) ((?:[^{}]|\\{[^}]*})*)}", "`$1`")
        .replaceAll("\\{@link (?:\\w*#)?(\\w+)}", "`$1`")
        .replaceAll("<pre>|</pre>", "");
  }
}
