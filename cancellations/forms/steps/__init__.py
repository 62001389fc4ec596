"""The form of each step."""

from cancellations.domain.playbook import StepKey
from cancellations.forms.steps import prepare, settle, submit
from cancellations.forms.steps.base import StepForm

STEP_FORMS: dict[StepKey, type[StepForm]] = {
    form.key: form
    for form in (
        prepare.PolicyForm,
        prepare.DecisionForm,
        prepare.BackupForm,
        prepare.BalanceForm,
        prepare.DevicesForm,
        submit.ContactForm,
        submit.IdentityForm,
        submit.SubmissionForm,
        submit.ConfirmationForm,
        submit.VerificationForm,
        settle.RefundForm,
        settle.BillCheckForm,
    )
}
