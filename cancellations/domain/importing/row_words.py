"""What is said of rows that are refused, beside what the forms say."""

from django.utils.translation import gettext_lazy as _

NO_CARRIER = _("The row names no carrier.")
UNKNOWN_CARRIER = _("No carrier here is called so. Compare the name with the list of carriers, or add this one first.")
UNKNOWN_KIND = _("Enter eSIM or physical.")
UNKNOWN_PERSON = _("Nobody who works here has this e-mail address or name, or two have the name.")
FORMULA_FAILED = _("The formula in this cell has failed or was never calculated. Put its value there.")
YES_OR_NO = _("Enter yes or no.")
TOO_LONG = _("This is too long: enter at most %(most)s characters.")
TAGS = _("Enter at most %(most)s tags, each of at most %(longest)s characters, with commas between them.")
SECRET_DROPPED = _("An activation code or a key stood in this cell. It has been dropped: Lastcall never keeps those.")
