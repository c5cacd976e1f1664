/** Virtual machines as they cross the wire: names, ids, sizes, states, requests and answers. */
@NullMarked
package network.golem.vm.model.vm;

import org.jspecify.annotations.NullMarked;
