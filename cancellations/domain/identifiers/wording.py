"""What the person is told: what is wrong, and where to find the right thing."""

from django.utils.translation import gettext_lazy as _

TOO_LONG = _("This is too long. Enter one number only, without other text.")
SECRET = _(
    "This is an eSIM activation code or a secret key, which is never kept here. Remove it and enter what "
    "this field asks for."
)
BLANK = _("There is nothing to read here. Enter the digits.")
SPREADSHEET = _(
    "A spreadsheet has rounded this number and its last digits are lost. Copy it again from the card or "
    "the phone, and set the spreadsheet's column to text before pasting."
)

NUMBER_NOT_A_NUMBER = _("This is not a phone number. Enter + and digits only, for example +7 916 123-45-67.")
NUMBER_SERVICE_CODE = _(
    "Service codes with * or # are dialled to the carrier. Enter the SIM card's own number, with its country code."
)
NUMBER_SHORT_CODE = _(
    "This is a short number of a carrier or an emergency number. Enter the SIM card's own number, with "
    "its country code."
)
NUMBER_EXTENSION = _("The number of a SIM card has no extension. Enter only the digits before it.")
NUMBER_IS_ICCID = _(
    "This looks like an ICCID, the number of the card. Enter it in the ICCID field, and the phone number here."
)
NUMBER_IS_EID = _(
    "This looks like an EID, the number of the eSIM chip. Enter it in the EID field, and the phone number here."
)
NUMBER_TOO_LONG = _("A phone number has at most 15 digits with its country code. Enter one number only.")
NUMBER_COUNTRY_CODE = _(
    "The country code is missing. Start the number with + and the country code, for example +7 for Russia."
)
NUMBER_UNKNOWN_COUNTRY = _(
    "No country has this country code, or the number is far too short. Start with + and the country code,"
    " for example +7 for Russia, and compare with the contract."
)
NUMBER_LENGTH = _(
    "This number has too few or too many digits for its country. Compare it with the contract. If it "
    "belongs to another country than the carrier's, start with + and its country code."
)
NUMBER_PLACEHOLDER = _("This is a placeholder, not a number. Enter the SIM card's own number.")
NUMBER_UNUSUAL = _(
    "We read this as %(number)s, which lies in no known range of numbers. Compare it with the contract. "
    "If it is right, keep it."
)

ICCID_NOT_DIGITS = _(
    "An ICCID has digits only, 17 to 20 of them. It is printed on the card and its holder; a phone shows "
    "it in its settings under About."
)
ICCID_IS_NUMBER = _(
    "This looks like a phone number. An ICCID starts with 89, has 17 to 20 digits and is printed on the card."
)
ICCID_IS_EID = _("32 digits are an EID, the number of the eSIM chip. The ICCID starts with 89 and has 17 to 20 digits.")
ICCID_TOO_SHORT = _("Digits are missing: an ICCID has 17 to 20, here are %(count)s. Compare with the card.")
ICCID_TOO_LONG = _("Too many digits: an ICCID has 17 to 20, here are %(count)s. Enter one ICCID only.")
ICCID_PREFIX = _("An ICCID starts with 89. Look for the long number that is printed on the card.")
ICCID_SWAPPED = _(
    "A card reader has swapped the digits of each pair. Read the right way round this is %(suggestion)s: "
    "compare it with the card and enter that."
)
ICCID_CHECK_DIGIT = _(
    "The last digit, the check digit, does not fit the others: a digit may be wrong or missing. Compare "
    "with the card. If it is printed so, keep it: some carriers leave the check digit out."
)
ICCID_MISSING_CHECK_DIGIT = _(
    "MegaFon prints the ICCID without its last digit, the check digit. With it, this is %(suggestion)s. "
    "You can also keep it as it is printed."
)
ICCID_MAYBE_ROUNDED = _(
    "The last digits are all zeros, as after a spreadsheet has rounded a number. Compare with the card. "
    "If it is printed so, keep it."
)

EID_LENGTH = _(
    "An EID has exactly 32 digits. Dial *#06# or open the phone's settings under About, and copy the number called EID."
)
EID_CHECK_DIGITS = _("The check digits of this EID do not fit: a digit is wrong. Compare it with the phone.")
IMEI_LENGTH = _(
    "An IMEI has exactly 15 digits. Dial *#06# on the phone and enter the number called IMEI, without "
    "what stands after the slash."
)
IMEI_PLACEHOLDER = _("This is a placeholder, not an IMEI. Dial *#06# on the phone to see it.")
IMEI_CHECK_DIGIT = _(
    "The check digit of this IMEI does not fit: a digit is wrong. Dial *#06# on the phone and compare."
)
IMSI_LENGTH = _(
    "An IMSI has 14 or 15 digits and starts with the country's mobile code, for example 250 for Russia. "
    "The carrier tells it, or the phone's page on the status of the SIM."
)
IMSI_UNKNOWN = _(
    "No country has the mobile code that this IMSI starts with. Russia's is 250, China's is 460. Compare "
    "it with what the carrier says."
)
