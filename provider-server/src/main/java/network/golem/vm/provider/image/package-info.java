/**
 * What a VM can be made from: the catalogue of images, the files of them on this host, and how they
 * get there, by download or by a recipe that is run here.
 */
@NullMarked
package network.golem.vm.provider.image;

import org.jspecify.annotations.NullMarked;
