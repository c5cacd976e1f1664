package network.golem.vm.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes, for each class {@code X} with annotations of picocli, a class {@code XSpec} that builds
 * what picocli would otherwise read by reflection each time the program starts: that takes four
 * times as long, since Java makes classes for annotations and for access to fields, which no AOT
 * cache can hold. Annotated fields must not be private.
 */
public final class SpecProcessor extends AbstractProcessor {

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("picocli.CommandLine.*");
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Set<TypeElement> types = new LinkedHashSet<>();
    round.getElementsAnnotatedWith(Command.class).forEach(type -> types.add((TypeElement) type));
    for (Element field :
        round.getElementsAnnotatedWithAny(Set.of(Option.class, Parameters.class, Mixin.class))) {
      types.add((TypeElement) field.getEnclosingElement());
    }
    types.forEach(this::write);
    return false;
  }

  private void write(TypeElement type) {
    SpecSource source = new SpecSource(type, processingEnv.getTypeUtils());
    try (Writer out =
        processingEnv.getFiler().createSourceFile(source.qualifiedName(), type).openWriter()) {
      out.write(source.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
