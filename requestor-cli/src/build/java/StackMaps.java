import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar that were compiled for Java 5, as those of picocli are, the stack maps that Java 6 brought (JVMS,
 * section 4.10.1). An AOT cache holds no class without them, and picocli's are a third of what a short command costs
 * beside such a cache. The classes then say that they are of Java 8; nothing else about them changes.
 *
 * <p>Usage: {@code java StackMaps.java FILE.jar}
 */
final class StackMaps {

  private static final int JAVA_6 = 50;
  private static final int JAVA_8 = 52;

  private static final ClassTransform RENEWED =
      ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
          .andThen((type, element) -> type.with(element instanceof ClassFileVersion ? ClassFileVersion.of(JAVA_8, 0) : element));

  private final JarFile jar;
  private final ClassFile classes;

  private StackMaps(JarFile jar) {
    this.jar = jar;
    ClassHierarchyResolver hierarchy =
        ClassHierarchyResolver.ofResourceParsing(this::open).orElse(ClassHierarchyResolver.defaultResolver()).cached();
    this.classes = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
  }

  static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Path renewed = file.resolveSibling(file.getFileName() + ".renewed");
    try (JarFile jar = new JarFile(file.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(renewed))) {
      StackMaps maps = new StackMaps(jar);
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        out.write(maps.renewed(entry));
        out.closeEntry();
      }
    }
    Files.move(renewed, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private byte[] renewed(JarEntry entry) throws IOException {
    byte[] content;
    try (InputStream in = jar.getInputStream(entry)) {
      content = in.readAllBytes();
    }
    if (!entry.getName().endsWith(".class")) {
      return content;
    }
    ClassModel type = classes.parse(content);
    return type.majorVersion() < JAVA_6 ? classes.transformClass(type, RENEWED) : content;
  }

  private InputStream open(ClassDesc type) {
    String name = type.descriptorString();
    JarEntry entry = jar.getJarEntry(name.substring(1, name.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
