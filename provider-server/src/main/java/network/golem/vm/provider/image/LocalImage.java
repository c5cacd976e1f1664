package network.golem.vm.provider.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image's files on this host. They never change: a newer image of the same name lies beside
 * them, so that a disk which is based on {@link #disk} stays sound.
 *
 * @param disk the root disk, a qcow2 to be used as a read-only base
 * @param kernel there exactly when {@link Image#boot} is
 * @param initrd there exactly when {@link Image#boot} is
 */
public record LocalImage(
    Image image, @Nullable Path disk, @Nullable Path kernel, @Nullable Path initrd) {}
