package network.golem.vm.commands;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Annotations, their values and types as the compiler sees them, in the words of a source. */
final class Mirrors {

  private Mirrors() {}

  /** Without type arguments and annotations. */
  static String name(TypeMirror type) {
    return type instanceof DeclaredType declared
        ? ((TypeElement) declared.asElement()).getQualifiedName().toString()
        : type.toString();
  }

  static List<? extends TypeMirror> typeArguments(VariableElement field) {
    return field.asType() instanceof DeclaredType declared
        ? declared.getTypeArguments()
        : List.of();
  }

  static String instances(AnnotationValue classes) {
    return values(classes).stream()
        .map(one -> "new " + one.getValue() + "()")
        .collect(Collectors.joining(", "));
  }

  static String constant(AnnotationValue value) {
    VariableElement constant = (VariableElement) value.getValue();
    return name(constant.asType()) + "." + constant;
  }

  static String list(AnnotationValue value) {
    return values(value).stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  @SuppressWarnings("unchecked")
  static List<? extends AnnotationValue> values(AnnotationValue value) {
    return value.getValue() instanceof List<?> several
        ? (List<? extends AnnotationValue>) several
        : List.of(value);
  }

  /** Null where there is none of this kind. */
  static @Nullable AnnotationMirror annotation(Element element, Class<?> annotation) {
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      TypeElement type = (TypeElement) mirror.getAnnotationType().asElement();
      if (type.getQualifiedName().contentEquals(annotation.getCanonicalName())) {
        return mirror;
      }
    }
    return null;
  }

  interface Attribute {
    String line(String name, AnnotationValue value);
  }

  /** Something of each attribute that is set. */
  static String lines(AnnotationMirror annotation, Attribute attribute) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<? extends Element, ? extends AnnotationValue> set :
        annotation.getElementValues().entrySet()) {
      text.append(attribute.line(set.getKey().getSimpleName().toString(), set.getValue()));
    }
    return text.toString();
  }
}
