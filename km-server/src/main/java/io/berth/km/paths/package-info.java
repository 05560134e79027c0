/** Where a component's file belongs, by the project's conventions. */
package io.berth.km.paths;
