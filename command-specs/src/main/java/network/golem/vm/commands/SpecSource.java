package network.golem.vm.commands;

import static network.golem.vm.commands.Mirrors.annotation;
import static network.golem.vm.commands.Mirrors.constant;
import static network.golem.vm.commands.Mirrors.instances;
import static network.golem.vm.commands.Mirrors.lines;
import static network.golem.vm.commands.Mirrors.list;
import static network.golem.vm.commands.Mirrors.name;
import static network.golem.vm.commands.Mirrors.typeArguments;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.PrimitiveType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The source of the class that builds the {@code CommandSpec} of one annotated class. */
record SpecSource(TypeElement type, Types types) {

  private static final String SUFFIX = "Spec";

  String qualifiedName() {
    return type.getQualifiedName() + SUFFIX;
  }

  String text() {
    String name = type.getSimpleName().toString();
    String qualified = type.getQualifiedName().toString();
    return """
    package %1$s;

    import picocli.CommandLine.Model.CommandSpec;
    import picocli.CommandLine.Model.IGetter;
    import picocli.CommandLine.Model.ISetter;
    import picocli.CommandLine.Model.OptionSpec;
    import picocli.CommandLine.Model.PositionalParamSpec;

    /** What the annotations of {@link %2$s} say. */
    @javax.annotation.processing.Generated("%3$s")
    @org.jspecify.annotations.NullUnmarked
    %4$sfinal class %2$s%5$s {

      private %2$s%5$s() {}

      %4$sstatic CommandSpec of(%2$s it) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(it);
    %6$s%7$s    return spec;
      }
    %8$s%9$s}
    """
        .formatted(
            qualified.substring(0, qualified.lastIndexOf('.')),
            name,
            SpecProcessor.class.getName(),
            type.getModifiers().contains(Modifier.PUBLIC) ? "public " : "",
            SUFFIX,
            ofCommand(),
            ofFields(),
            annotation(type, Command.class) == null ? "" : making(),
            members().isEmpty() ? "" : access());
  }

  /** The same for one that is yet to be made. */
  private String making() {
    StringBuilder text = new StringBuilder();
    for (ExecutableElement made : ElementFilter.constructorsIn(type.getEnclosedElements())) {
      String visible = made.getModifiers().contains(Modifier.PUBLIC) ? "public " : "";
      text.append(
          "\n  %sstatic CommandSpec of(%s) {\n    return of(new %s(%s));\n  }\n"
              .formatted(
                  visible,
                  joined(made, parameter -> parameter.asType() + " " + parameter),
                  type.getSimpleName(),
                  joined(made, VariableElement::toString)));
    }
    return text.toString();
  }

  private static String joined(
      ExecutableElement method, Function<VariableElement, String> parameter) {
    return method.getParameters().stream().map(parameter).collect(Collectors.joining(", "));
  }

  /** One class for all fields: a lambda for each would take longer to load. */
  private String access() {
    return """

      @SuppressWarnings({"unchecked", "rawtypes"})
      private record Member(%s it, int index) implements IGetter, ISetter {

        @Override
        public <T> T get() {
          Object value = switch (index) {
    %s        default -> throw new IndexOutOfBoundsException(index);
          };
          return (T) value;
        }

        @Override
        public <T> T set(T value) {
          T before = get();
          switch (index) {
    %s        default -> throw new IndexOutOfBoundsException(index);
          }
          return before;
        }
      }
    """
        .formatted(
            type.getSimpleName(),
            cases("        case %d -> it.%s;%n"),
            cases("        case %d -> it.%s = (%s) value;%n"));
  }

  private String ofCommand() {
    AnnotationMirror command = annotation(type, Command.class);
    return command == null
        ? ""
        : lines(
            command,
            (name, value) ->
                switch (name) {
                  case "name" -> "    spec.name(" + value + ");\n";
                  case "aliases" -> "    spec.aliases(" + list(value) + ");\n";
                  case "scope" -> "    spec.scopeType(" + constant(value) + ");\n";
                  case "versionProvider" ->
                      "    spec.versionProvider(new " + value.getValue() + "());\n";
                  default -> "    spec.usageMessage().%s(%s);\n".formatted(name, list(value));
                });
  }

  private String ofFields() {
    StringBuilder text = new StringBuilder();
    List<VariableElement> fields = ElementFilter.fieldsIn(type.getEnclosedElements());
    for (VariableElement field : fields) {
      if (annotation(field, Mixin.class) != null) {
        text.append(
            "    spec.addMixin(\"%1$s\", %2$s%3$s.of(it.%1$s));\n"
                .formatted(field, name(field.asType()), SUFFIX));
      }
      AnnotationMirror option = annotation(field, Option.class);
      if (option != null) {
        String names = lines(option, (name, value) -> name.equals("names") ? list(value) : "");
        text.append(
            argument(field, option, "addOption(OptionSpec.builder(new String[] {" + names + "})"));
      }
      AnnotationMirror parameters = annotation(field, Parameters.class);
      if (parameters != null) {
        text.append(
            argument(
                field,
                parameters,
                "addPositional(PositionalParamSpec.builder()" + required(field, parameters)));
      }
    }
    return text.toString();
  }

  /** Picocli says so of positional parameters that may not be left out. */
  private String required(VariableElement field, AnnotationMirror parameters) {
    String arity =
        lines(parameters, (name, value) -> name.equals("arity") ? value.getValue().toString() : "");
    boolean several = !typeArguments(field).isEmpty();
    String said = arity.isEmpty() && several ? ".arity(\"0..1\")" : "";
    boolean required = arity.isEmpty() ? !several : !arity.startsWith("0");
    return said + ".required(" + required + ")";
  }

  /** Adds an option or positional parameter. */
  private String argument(VariableElement field, AnnotationMirror annotation, String builder) {
    String parts =
        typeArguments(field).stream()
            .map(part -> name(part) + ".class")
            .collect(Collectors.joining(", "));
    return """
        spec.%1$s
            .type(%2$s.class)%3$s
            .initialValue(it.%4$s)
            .getter(new Member(it, %5$d))
            .setter(new Member(it, %5$d))
            .paramLabel("<%4$s>")
    %6$s        .build());
    """
        .formatted(
            builder,
            name(field.asType()),
            parts.isEmpty() ? "" : ".auxiliaryTypes(" + parts + ")",
            field,
            members().indexOf(field),
            lines(annotation, SpecSource::call));
  }

  private static String call(String name, AnnotationValue value) {
    return switch (name) {
      case "names" -> "";
      case "split" -> "        .splitRegex(" + value + ")\n";
      case "scope" -> "        .scopeType(" + constant(value) + ")\n";
      case "converter" -> "        .converters(" + instances(value) + ")\n";
      default -> "        ." + name + "(" + list(value) + ")\n";
    };
  }

  private List<VariableElement> members() {
    return ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
        .filter(field ->
            annotation(field, Option.class) != null || annotation(field, Parameters.class) != null)
        .toList();
  }

  private String cases(String form) {
    List<VariableElement> members = members();
    return IntStream.range(0, members.size())
        .mapToObj(i -> form.formatted(i, members.get(i), boxed(members.get(i).asType())))
        .collect(Collectors.joining());
  }

  private String boxed(TypeMirror field) {
    return field instanceof PrimitiveType primitive
        ? types.boxedClass(primitive).getQualifiedName().toString()
        : name(field);
  }
}
