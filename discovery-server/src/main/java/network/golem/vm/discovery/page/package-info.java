/** The pages for people: live providers at /, the API at /docs; files are under static/. */
@NullMarked
package network.golem.vm.discovery.page;

import org.jspecify.annotations.NullMarked;
